// Books a room for a night from tomorrow on, reads the booking with its codes, and cancels it. Settings: see ../README.md.
import { Keyvox } from "./keyvox.mjs";

const DAY = 24 * 3600;
const keyvox = Keyvox.ofEnvironment();

// Only a room with devices has codes to give.
const { list } = await keyvox.call("/unit/list", { page: 1, count: 100 });
const { placeId, unitId, unitName } = list.find((room) => room.deviceNum > 0);
const checkin = Math.floor(Date.now() / 1000) + DAY;
const { orderId } = await keyvox.call("/bacsorder/create", {
  placeId,
  unitList: [{ unitId }],
  checkin,
  checkout: checkin + DAY,
  orderContact: "Guest",
});
console.log(`booked ${orderId}: ${unitName}`);
try {
  const { unitPinList } = await keyvox.call("/bacsorder/detail", { placeId, orderId });
  for (const { pin } of unitPinList) console.log(`  code ${pin}`);
} finally {
  // Its data is how many records changed.
  const changed = await keyvox.call("/bacsorder/cancel", { placeId, orderId });
  console.log(`cancelled: ${changed}`);
}
