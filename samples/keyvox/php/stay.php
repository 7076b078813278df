<?php

// Books a room for a night from tomorrow on, reads the booking with its codes, and cancels it. Settings: see ../README.md.

declare(strict_types=1);

require __DIR__ . '/keyvox.php';

const DAY = 24 * 3600;

$keyvox = Keyvox::ofEnvironment();

// Only a room with devices has codes to give.
$rooms = $keyvox->call('/unit/list', ['page' => 1, 'count' => 100])['list'];
$room = array_values(array_filter($rooms, static fn (array $room): bool => $room['deviceNum'] > 0))[0];
$checkin = time() + DAY;
$order = $keyvox->call('/bacsorder/create', [
    'placeId' => $room['placeId'],
    'unitList' => [['unitId' => $room['unitId']]],
    'checkin' => $checkin,
    'checkout' => $checkin + DAY,
    'orderContact' => 'Guest',
])['orderId'];
echo "booked $order: {$room['unitName']}\n";
$booking = ['placeId' => $room['placeId'], 'orderId' => $order];
try {
    foreach ($keyvox->call('/bacsorder/detail', $booking)['unitPinList'] as $pin) {
        echo "  code {$pin['pin']}\n";
    }
} finally {
    // Its data is how many records changed.
    $changed = $keyvox->call('/bacsorder/cancel', $booking);
    echo "cancelled: $changed\n";
}
