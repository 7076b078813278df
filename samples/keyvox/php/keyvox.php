<?php

declare(strict_types=1);

/**
 * The headers that prove a request: $path as it is sent, $body its very bytes, $date an HTTP date in GMT of now. All that there is to the signatures.
 *
 * @return array<string, string>
 */
function keyvox_sign(string $key, string $secret, string $method, string $path, string $body, string $date): array
{
    $digest = 'SHA-256=' . base64_encode(hash('sha256', $body, true));
    $text = "date: $date\n$method $path HTTP/1.1\ndigest: $digest";
    $signature = base64_encode(hash_hmac('sha256', $text, $secret, true));

    return [
        'date' => $date,
        'digest' => $digest,
        'x-target-host' => 'default.pms',
        'authorization' => "hmac username=\"$key\", algorithm=\"hmac-sha256\", headers=\"date request-line digest\", signature=\"$signature\"",
    ];
}

/** What the server refused, with its code; of a refused signature the code is the HTTP status. */
final class KeyvoxException extends RuntimeException
{
    public function __construct(string $function, public readonly string $refusal, string $message)
    {
        parent::__construct("$function: $refusal $message");
    }
}

/** A client of the KEYVOX API, without extensions. Calls answer the data, or throw with the server's code and words. */
final class Keyvox
{
    private const BASE = '/api/eagle-pms';

    public function __construct(private readonly string $url, private readonly string $key, private readonly string $secret)
    {
    }

    public static function ofEnvironment(): self
    {
        return new self(self::setting('KEYVOX_URL'), self::setting('KEYVOX_KEY'), self::setting('KEYVOX_SECRET'));
    }

    /**
     * A function such as /v1/getUnits.
     *
     * @param array<string, mixed> $arguments
     */
    public function call(string $function, array $arguments = []): mixed
    {
        // What is signed must be what is sent: the body becomes bytes once. Without arguments it is {}, not [].
        $body = json_encode((object) $arguments, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE);
        $signed = keyvox_sign($this->key, $this->secret, 'POST', self::BASE . $function, $body, gmdate('D, d M Y H:i:s') . ' GMT');
        [$status, $answer] = $this->send($function, $signed + ['content-type' => 'application/json', 'connection' => 'close'], $body);
        $told = json_decode($answer, true, 512, JSON_THROW_ON_ERROR);
        if (!isset($told['code'])) {
            throw new KeyvoxException($function, $status, $told['message']);
        }
        if ($told['code'] !== '0') {
            throw new KeyvoxException($function, $told['code'], $told['msg']);
        }

        return $told['data'] ?? null;
    }

    /**
     * @param array<string, string> $headers
     *
     * @return array{string, string} the HTTP status, and the body
     */
    private function send(string $function, array $headers, string $body): array
    {
        $lines = array_map(static fn (string $name, string $value): string => "$name: $value", array_keys($headers), $headers);
        $context = stream_context_create(['http' => [
            'method' => 'POST',
            'header' => $lines,
            'content' => $body,
            'protocol_version' => 1.1,
            'timeout' => 30,
            'ignore_errors' => true,
        ]]);
        $stream = fopen($this->url . self::BASE . $function, 'r', false, $context);
        if ($stream === false) {
            throw new KeyvoxException($function, 'no answer', 'The server cannot be reached.');
        }

        // HTTP/1.1 200 OK
        $status = explode(' ', stream_get_meta_data($stream)['wrapper_data'][0])[1];

        return [$status, (string) stream_get_contents($stream)];
    }

    private static function setting(string $name): string
    {
        $value = getenv($name);

        return $value !== false ? $value : throw new RuntimeException("Set $name.");
    }
}
