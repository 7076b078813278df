"""Sets a webhook, checks signatures and prints what happens at the doors until it has seen one opening. Settings: see ../README.md."""

import hashlib
import hmac
import json
import os
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

from sifely import Sifely

OPENED = {1, 4, 7, 8, 9, 12, 49, 57, 67, 84, 92}
FIVE_MINUTES = 300
secret = secrets.token_hex(32)
opened = threading.Event()


def is_genuine(headers, body):
    timestamp = headers.get("X-Webhook-Timestamp", "0")
    expected = "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return abs(time.time() - int(timestamp)) < FIVE_MINUTES and hmac.compare_digest(headers.get("X-Webhook-Signature", ""), expected)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not is_genuine(self.headers, body):
            self.send_error(401)
            return
        # Answer first: the sender waits ten seconds and then sends it again, under the same X-Webhook-Id.
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"success")
        told = json.loads(body)
        for record in json.loads(told["records"]) if told["notifyType"] == "1" else []:
            outcome = "done" if record["success"] else "refused"
            print(f"lock {record['lockId']}: type {record['recordType']}, {outcome}, by {record['username'] or 'somebody'}")
            if record["success"] and record["recordType"] in OPENED:
                opened.set()

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", int(os.environ.get("WEBHOOK_PORT", "0"))), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/doors"
sifely = Sifely.log_in()
sifely.call("/client/webhook", url=url, secret=secret)
print(f"listening on {url}", flush=True)
sifely.call("/v3/lock/unlock", lockId=os.environ["SIFELY_LOCK"])
if not opened.wait(30):
    raise SystemExit("Nothing came in half a minute.")
sifely.call("/client/webhook", method="DELETE")
print("received")
