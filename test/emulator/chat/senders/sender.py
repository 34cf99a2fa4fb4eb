"""Posts a text to a webhook as Google's Python samples do, with the standard library alone: sender.py URL TEXT [THREAD_KEY]"""

import json
import sys
import urllib.request

url, text, *thread_key = sys.argv[1:]
message = {"text": text}
if thread_key:
    message["thread"] = {"threadKey": thread_key[0]}
request = urllib.request.Request(
    url,
    method="POST",
    headers={"Content-Type": "application/json; charset=UTF-8"},
    data=json.dumps(message).encode("ascii"),
)
with urllib.request.urlopen(request) as response:
    print(response.read().decode("utf-8"))
