import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * Makes a guest's code at a door, waits until its lock has it, opens the door, reads what happened there and disables the code. Settings: see
 * ../README.md.
 */
final class Guest {
    private static final long DAY = 24 * 3600;
    private static final int FIVE_MINUTES = 300;
    private static final String CREATED = "30";
    private static final String FAILED = "90";

    private static final Map<String, String> TYPES =
            Map.of("1", "by code", "2", "by card", "5", "by button", "6", "by hand", "9", "by a program");

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Keyvox keyvox;

    private Guest(Keyvox keyvox) {
        this.keyvox = keyvox;
    }

    public static void main(String[] words) throws IOException, InterruptedException {
        new Guest(Keyvox.ofEnvironment()).run();
    }

    private void run() throws IOException, InterruptedException {
        // A door without a lock has no lockIds; one with several has commas between them.
        Json door = keyvox.call("/v1/getUnits", Map.of()).items().stream().filter(one -> one.has("lockIds")).findFirst().orElseThrow();
        String lock = door.get("lockIds").text().split(",")[0];
        System.out.println("door " + door.get("unitName").text() + ", lock " + lock);

        String pin = make(door.get("unitId").text());
        System.out.println("code " + pin + " made");
        try {
            Json told = waitFor(pin);
            String status = told.get("status").text();
            System.out.println(status.equals(CREATED) ? "on its lock: " + told.get("pinCode").text() : "not on its lock: status " + status);

            keyvox.call("/v1/unlock", Map.of("lockId", lock, "flag", "1"));
            System.out.println("opened");
            tell(lock);
        } finally {
            keyvox.call("/v1/disableLockPin", Map.of("pinId", pin));
            System.out.println("disabled");
        }
    }

    private String make(String unit) throws IOException, InterruptedException {
        long now = Instant.now().getEpochSecond();
        Map<String, String> asked =
                Map.of("unitId", unit, "sTime", String.valueOf(now), "eTime", String.valueOf(now + DAY), "targetName", "Guest");
        return keyvox.call("/v1/createLockPin", asked).get("pinId").text();
    }

    /** How it stands with the code when its lock has it or has refused it, or after five minutes. */
    private Json waitFor(String pin) throws IOException, InterruptedException {
        for (int second = 0; ; second++) {
            Json told = keyvox.call("/v1/getLockPinStatus", Map.of("pinId", pin));
            String status = told.get("status").text();
            if (status.equals(CREATED) || status.equals(FAILED) || second >= FIVE_MINUTES) {
                return told;
            }
            Thread.sleep(1000);
        }
    }

    private void tell(String lock) throws IOException, InterruptedException {
        for (Json event : keyvox.call("/v1/getLockHistory", Map.of("lockId", lock, "records", "5")).get("history").items()) {
            String at = CLOCK.format(Instant.ofEpochSecond(event.get("etime").number()));
            String what = event.get("value").text().equals("1") ? "opened " : "locked ";
            System.out.println("  " + at + "  " + what + TYPES.get(event.get("etype").text()) + "  " + event.get("userName").text());
        }
    }
}
