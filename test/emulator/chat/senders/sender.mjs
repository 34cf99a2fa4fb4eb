// Posts a text to a webhook as Google's Node samples do: sender.mjs URL TEXT [THREAD_KEY]
const [url, text, threadKey] = process.argv.slice(2);
const message = threadKey === undefined ? { text } : { text, thread: { threadKey } };
const response = await globalThis.fetch(url, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json; charset=UTF-8' },
  body: JSON.stringify(message),
});
console.log(JSON.stringify(await response.json()));
