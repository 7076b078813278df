#!/usr/bin/env bash
# Logs in, registers a key, opens a door by a signed operation, shares the door, looks at the trail, takes the share back. Settings: see ../README.md.
set -euo pipefail
umask 077

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# member NAME: the value of a member of the JSON on standard input.
member() { grep -o "\"$1\":\"\\{0,1\\}[^,\"}]*" | head -n 1 | sed 's/^"[^"]*":"\{0,1\}//'; }

# call METHOD PATH [curl's options]: the body of the answer; a failure is told with the server's words.
call() {
    local method=$1 path=$2 status
    shift 2
    status=$(curl -sS -o "$work/answer" -w '%{http_code}' -X "$method" "$DOORDECK_URL$path" ${token:+-H "Authorization: Bearer $token"} "$@")
    if [[ $status != 2* ]]; then
        echo "$method $path: $status $(cat "$work/answer")" >&2
        return 1
    fi
    cat "$work/answer"
}

json=(-H 'Content-Type: application/json')
base64url() { base64 -w0 | tr '+/' '-_' | tr -d '='; }
uuid() { cat /proc/sys/kernel/random/uuid; }

# sign OPERATION: a JWT of the key for an operation, good for a minute.
sign() {
    local now input
    now=$(($(call GET /time | member now) / 1000))
    input=$(printf '{"alg":"EdDSA","x5c":%s,"typ":"JWT"}' "$chain" | base64url)
    input+=.$(printf '{"iss":"%s","sub":"%s","nbf":%d,"iat":%d,"exp":%d,"jti":"%s","operation":%s}' \
        "$user" "$DOORDECK_LOCK" "$now" "$now" $((now + 60)) "$(uuid)" "$1" | base64url)
    printf '%s' "$input" >"$work/input"
    openssl pkeyutl -sign -rawin -inkey "$work/key.pem" -in "$work/input" -out "$work/signature"
    printf '%s.%s' "$input" "$(base64url <"$work/signature")"
}

# execute OPERATION
execute() { call POST "/device/$DOORDECK_LOCK/execute" -H 'Content-Type: application/jwt' -d "$(sign "$1")"; }

# 1. A token for this person.
token=""
token=$(call POST /auth/token "${json[@]}" -H 'Accept: application/vnd.doordeck.api-v2+json' \
    -d "{\"email\":\"$DOORDECK_EMAIL\",\"password\":\"$DOORDECK_PASSWORD\"}" | member authToken)
echo "logged in"

# 2. A key of this phone, and its certificates. Another key than the first needs a code that is mailed; here it is asked for on the terminal.
openssl genpkey -algorithm ed25519 -out "$work/key.pem"
public=$(openssl pkey -in "$work/key.pem" -pubout -outform DER | base64 -w0)
if ! registered=$(call POST /auth/certificate "${json[@]}" -d "{\"ephemeralKey\":\"$public\"}" 2>"$work/refused"); then
    grep -q '"code":423' "$work/refused" || { cat "$work/refused" >&2; exit 1; }
    call POST /auth/certificate/verify "${json[@]}" -d "{\"ephemeralKey\":\"$public\"}" >/dev/null
    if [[ -n ${DOORDECK_MAIL:-} ]]; then
        code=$(cat "$(ls -t "$DOORDECK_MAIL"/*.eml | head -n 1)" | grep -oE '[0-9]{6,8}' | head -n 1)
    else
        read -rp "The code from the mail: " code
    fi
    printf '%s' "$code" >"$work/code"
    openssl pkeyutl -sign -rawin -inkey "$work/key.pem" -in "$work/code" -out "$work/signature"
    registered=$(call POST /auth/certificate/check "${json[@]}" -d "{\"verificationSignature\":\"$(base64 -w0 <"$work/signature")\"}")
fi
user=$(member userId <<<"$registered")
chain=$(grep -o '\["[^]]*\]' <<<"$registered")
echo "registered a key of $user"

# 3. The door.
execute '{"type":"MUTATE_LOCK","locked":false}' >/dev/null
echo "unlocked"

# 4. A share for a day, and its end.
if [[ -n ${DOORDECK_INVITEE:-} ]]; then
    invited=$(call POST "/share/invite/$DOORDECK_INVITEE" "${json[@]}")
    friend=$(member id <<<"$invited")
    end=$(($(date +%s) + 24 * 3600))
    execute "{\"type\":\"ADD_USER\",\"user\":\"$friend\",\"publicKey\":\"$(member publicKey <<<"$invited")\",\"role\":\"USER\",\"start\":null,\"end\":$end}"
    echo "shared with $friend"
    execute "{\"type\":\"REMOVE_USER\",\"users\":[\"$friend\"]}" >/dev/null
    echo "taken back"
fi

# 5. What happened.
call GET "/device/$DOORDECK_LOCK/log" -H 'Accept: application/vnd.doordeck.api-v2+json' | grep -o '"type":"[A-Z_]*"' | head -n 5

call POST /auth/token/destroy "${json[@]}"
echo "logged out"
