import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Books a room for a night from tomorrow on, reads the booking with its codes, and cancels it. Settings: see ../README.md. */
final class Stay {
    private static final long DAY = 24 * 3600;

    private Stay() {}

    public static void main(String[] words) throws IOException, InterruptedException {
        Keyvox keyvox = Keyvox.ofEnvironment();

        // Only a room with devices has codes to give.
        Json room =
                keyvox.call("/unit/list", Map.of("page", 1, "count", 100)).get("list").items().stream()
                        .filter(one -> one.get("deviceNum").number() > 0)
                        .findFirst()
                        .orElseThrow();
        String place = room.get("placeId").text();
        long checkin = Instant.now().getEpochSecond() + DAY;
        Map<String, Object> wanted =
                Map.of(
                        "placeId", place,
                        "unitList", List.of(Map.of("unitId", room.get("unitId").text())),
                        "checkin", checkin,
                        "checkout", checkin + DAY,
                        "orderContact", "Guest");
        String order = keyvox.call("/bacsorder/create", wanted).get("orderId").text();
        System.out.println("booked " + order + ": " + room.get("unitName").text());
        Map<String, String> booking = Map.of("placeId", place, "orderId", order);
        try {
            for (Json pin : keyvox.call("/bacsorder/detail", booking).get("unitPinList").items()) {
                System.out.println("  code " + pin.get("pin").text());
            }
        } finally {
            // Its data is how many records changed.
            System.out.println("cancelled: " + keyvox.call("/bacsorder/cancel", booking).text());
        }
    }
}
