#!/usr/bin/env bash
# Logs in, registers a key, opens a door by a signed operation, shares it for a day, takes the share back, reads the trail, logs out.
# Needs bash, curl, coreutils and OpenSSL 3. The settings stand in ../README.md.
set -euo pipefail
umask 077

: "${DOORDECK_URL:?}" "${DOORDECK_EMAIL:?}" "${DOORDECK_PASSWORD:?}" "${DOORDECK_LOCK:?}"
url=${DOORDECK_URL%/}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
key=${DOORDECK_KEY:-$work/key.pem}
: >"$work/headers"

fail() {
    echo "$*" >&2
    exit 1
}

# ask METHOD PATH [BODY [TYPE]]: sets status and answer. Secrets go by files, since whoever is on the machine reads command lines.
ask() {
    local options=(--silent --show-error --max-time 30 --request "$1" --header "@$work/headers")
    if (($# > 2)); then
        printf '%s' "$3" >"$work/body"
        options+=(--header "Content-Type: ${4:-application/json}" --data-binary "@$work/body")
    fi
    answer=$(curl "${options[@]}" --header "Accept: ${accept:-application/json}" --write-out '\n%{http_code}' "$url$2")
    status=${answer##*$'\n'}
    answer=${answer%$'\n'*}
}

# must …: the same, for a call that has to succeed.
must() {
    ask "$@"
    [[ $status == 2?? ]] || fail "$1 $2: $status $answer"
}

# member NAME: the first member of the answer with that name, a number or a text without quotes in it.
member() {
    [[ $answer =~ \"$1\":\"?([^\",}]+) ]] || fail "The answer has no $1: $answer"
    printf '%s' "${BASH_REMATCH[1]}"
}

# quoted TEXT: as a text of JSON.
quoted() {
    local text=${1//\\/\\\\}
    printf '"%s"' "${text//\"/\\\"}"
}

# escaped TEXT: as a segment of a path.
escaped() {
    local LC_ALL=C text=$1 i
    for ((i = 0; i < ${#text}; i++)); do
        case ${text:i:1} in
            [A-Za-z0-9.@_~-]) printf '%s' "${text:i:1}" ;;
            *) printf '%%%02X' "'${text:i:1}" ;;
        esac
    done
}

base64_of() { openssl base64 -A; }

base64url_of() {
    local text
    text=$(base64_of)
    text=${text%%=*}
    text=${text//+/-}
    printf '%s' "${text//\//_}"
}

# signature_of TEXT: 64 bytes on standard output.
signature_of() {
    printf '%s' "$1" >"$work/signed"
    openssl pkeyutl -sign -rawin -inkey "$key" -in "$work/signed"
}

# execute OPERATION: asks for it by a token of the key that is good for a minute and works once.
execute() {
    local now header claims input signature
    now=$((EPOCHSECONDS + ahead))
    header="{\"alg\":\"EdDSA\",\"x5c\":$chain,\"typ\":\"JWT\"}"
    claims="{\"iss\":\"$user\",\"sub\":\"$DOORDECK_LOCK\",\"nbf\":$now,\"iat\":$now,\"exp\":$((now + 60)),\"jti\":\"$(openssl rand -hex 16)\",\"operation\":$1}"
    input=$(printf '%s' "$header" | base64url_of).$(printf '%s' "$claims" | base64url_of)
    signature=$(signature_of "$input" | base64url_of)
    must POST "/device/$DOORDECK_LOCK/execute" "$input.$signature" application/jwt
}

# mails: the names of the mails that are there.
mails() {
    local mail
    for mail in "$DOORDECK_MAIL"/*.eml; do
        [[ ! -f $mail ]] || printf '%s\n' "$mail"
    done
}

# code_from_mail KNOWN: the digits of a mail that was not there before.
code_from_mail() {
    local tries mail text
    for ((tries = 0; tries < 50; tries++)); do
        while read -r mail; do
            text=$(<"$mail")
            if [[ $'\n'$1$'\n' != *$'\n'"$mail"$'\n'* && $text == *"To: $DOORDECK_EMAIL"* && $text =~ code\ is\ ([0-9]{6}) ]]; then
                printf '%s' "${BASH_REMATCH[1]}"
                return
            fi
        done < <(mails)
        sleep 0.2
    done
    fail "No mail with a code came to $DOORDECK_MAIL."
}

# prove_key: the second factor of a key that is not the first: a code goes by mail, and the key signs its digits.
prove_key() {
    local known code signature
    known=${DOORDECK_MAIL:+$(mails)}
    must POST /auth/certificate/verify "{\"ephemeralKey\":\"$public\"}"
    if [[ -n ${DOORDECK_MAIL:-} ]]; then
        code=$(code_from_mail "$known")
    else
        read -rp "The code from the mail: " code
    fi
    signature=$(signature_of "$code" | base64_of)
    must POST /auth/certificate/check "{\"verificationSignature\":\"$signature\"}"
    echo "proved the key by a code from a mail"
}

# 1. A token for this person, and how far the server's clock is ahead of this machine's.
accept=application/vnd.doordeck.api-v2+json must POST /auth/token "{\"email\":$(quoted "$DOORDECK_EMAIL"),\"password\":$(quoted "$DOORDECK_PASSWORD")}"
token=$(member authToken)
printf 'Authorization: Bearer %s\n' "$token" >"$work/headers"
must GET /time
ahead=$(($(member now) / 1000 - EPOCHSECONDS))
echo "logged in"

# 2. A key of this machine, and the certificates that go with each signed operation. A key that is known needs no code.
[[ -s $key ]] || openssl genpkey -algorithm ed25519 -out "$key"
public=$(openssl pkey -in "$key" -pubout -outform DER | base64_of)
ask POST /auth/certificate "{\"ephemeralKey\":\"$public\"}"
case $status in
    2??) ;;
    423) prove_key ;;
    *) fail "POST /auth/certificate: $status $answer" ;;
esac
user=$(member userId)
[[ $answer =~ \"certificateChain\":(\[[^]]*\]) ]] || fail "The answer has no chain: $answer"
chain=${BASH_REMATCH[1]}
echo "registered a key of $user"

# 3. The door.
execute '{"type":"MUTATE_LOCK","locked":false}'
echo "unlocked"

# 4. A share for a day, and its end. The person's public key says who is meant.
if [[ -n ${DOORDECK_INVITEE:-} ]]; then
    must POST "/share/invite/$(escaped "$DOORDECK_INVITEE")" ""
    friend=$(member id)
    friend_key=$(member publicKey)
    until=$((EPOCHSECONDS + ahead + 86400))
    execute "{\"type\":\"ADD_USER\",\"user\":\"$friend\",\"publicKey\":\"$friend_key\",\"role\":\"USER\",\"start\":null,\"end\":$until}"
    echo "shared with $friend"
    execute "{\"type\":\"REMOVE_USER\",\"users\":[\"$friend\"]}"
    echo "taken back from $friend"
fi

# 5. What happened last, the newest first.
accept=application/vnd.doordeck.api-v2+json must GET "/device/$DOORDECK_LOCK/log"
rest=$answer
for ((i = 0; i < 5; i++)); do
    [[ $rest =~ \"timestamp\":([0-9]+)[0-9.]*,\"type\":\"([A-Z_]+)\" ]] || break
    printf '  %(%F %T)T  %s\n' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
    rest=${rest#*"${BASH_REMATCH[0]}"}
done

# 6. The token ends here; the key stays registered.
must POST /auth/token/destroy ""
echo "logged out"
