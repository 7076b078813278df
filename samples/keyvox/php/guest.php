<?php

// Makes a guest's code at a door, waits until its lock has it, opens the door, reads what happened there and disables the code. Settings: see ../README.md.

declare(strict_types=1);

require __DIR__ . '/keyvox.php';

const DAY = 24 * 3600;
const CREATED = '30';
const FAILED = '90';
const FIVE_MINUTES = 300;
const TYPES = ['1' => 'by code', '2' => 'by card', '5' => 'by button', '6' => 'by hand', '9' => 'by a program'];

/**
 * How it stands with the code when its lock has it or has refused it, or after five minutes.
 *
 * @return array{status: string, pinCode: string}
 */
function wait_for(Keyvox $keyvox, string $pin): array
{
    for ($second = 0; ; $second++) {
        $told = $keyvox->call('/v1/getLockPinStatus', ['pinId' => $pin]);
        if ($told['status'] === CREATED || $told['status'] === FAILED || $second >= FIVE_MINUTES) {
            return $told;
        }
        sleep(1);
    }
}

$keyvox = Keyvox::ofEnvironment();

// A door without a lock has no lockIds; one with several has commas between them.
$door = array_values(array_filter($keyvox->call('/v1/getUnits'), static fn (array $door): bool => isset($door['lockIds'])))[0];
$lock = explode(',', $door['lockIds'])[0];
echo "door {$door['unitName']}, lock $lock\n";

$now = time();
$period = ['sTime' => (string) $now, 'eTime' => (string) ($now + DAY)];
$pin = $keyvox->call('/v1/createLockPin', ['unitId' => $door['unitId'], ...$period, 'targetName' => 'Guest'])['pinId'];
echo "code $pin made\n";
try {
    $told = wait_for($keyvox, $pin);
    echo $told['status'] === CREATED ? "on its lock: {$told['pinCode']}\n" : "not on its lock: status {$told['status']}\n";

    $keyvox->call('/v1/unlock', ['lockId' => $lock, 'flag' => '1']);
    echo "opened\n";

    foreach ($keyvox->call('/v1/getLockHistory', ['lockId' => $lock, 'records' => '5'])['history'] as $event) {
        $at = gmdate('Y-m-d H:i:s', (int) $event['etime']);
        $what = $event['value'] === '1' ? 'opened' : 'locked';
        echo "  $at  $what " . TYPES[$event['etype']] . "  {$event['userName']}\n";
    }
} finally {
    $keyvox->call('/v1/disableLockPin', ['pinId' => $pin]);
    echo "disabled\n";
}
