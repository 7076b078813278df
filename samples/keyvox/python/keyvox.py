"""A client of the KEYVOX API with the standard library alone. `sign` is all that there is to its signatures."""

import base64
import hashlib
import hmac
import json
import os
import urllib.error
import urllib.request
from email.utils import formatdate

BASE = "/api/eagle-pms"


def sign(key, secret, method, path, body, date):
    """The headers that prove a request: `path` as it is sent, `body` its very bytes, `date` an HTTP date in GMT of now."""
    digest = "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode()
    text = f"date: {date}\n{method} {path} HTTP/1.1\ndigest: {digest}"
    signature = base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode()
    return {
        "date": date,
        "digest": digest,
        "x-target-host": "default.pms",
        "authorization": f'hmac username="{key}", algorithm="hmac-sha256", headers="date request-line digest", signature="{signature}"',
    }


class KeyvoxError(Exception):
    """What the server refused, with its code; of a refused signature the code is the HTTP status."""

    def __init__(self, function, code, message):
        super().__init__(f"{function}: {code} {message}")
        self.code = code


class Keyvox:
    def __init__(self, url, key, secret):
        self.url, self.key, self.secret = url, key, secret

    @classmethod
    def of_environment(cls):
        return cls(os.environ["KEYVOX_URL"], os.environ["KEYVOX_KEY"], os.environ["KEYVOX_SECRET"])

    def call(self, function, **arguments):
        """A function such as /v1/getUnits. Answers its data; None where it has none."""
        # What is signed must be what is sent: the body becomes bytes once.
        body = json.dumps(arguments).encode()
        headers = sign(self.key, self.secret, "POST", BASE + function, body, formatdate(usegmt=True))
        request = urllib.request.Request(self.url + BASE + function, body, {**headers, "content-type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                told = json.load(answer)
        except urllib.error.HTTPError as refused:
            raise KeyvoxError(function, refused.code, json.load(refused)["message"]) from None
        if told["code"] != "0":
            raise KeyvoxError(function, told["code"], told["msg"])
        return told.get("data")
