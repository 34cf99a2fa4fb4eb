// Preloaded into clasp by the tests: its Google clients talk to the server named by FAKE_SCRIPT_API instead of Google.
// rootUrl is the client's own, documented option. NODE_OPTIONS reaches every child process, so anything that is not
// clasp, and any address that is not this machine's, is left alone.
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';

const rootUrl = process.env.FAKE_SCRIPT_API ?? '';
const program = process.argv[1] ? realpathSync(process.argv[1]).replaceAll('\\', '/') : '';

if (program.endsWith('@google/clasp/build/src/index.js') && rootUrl.startsWith('http://127.0.0.1:')) {
  const { google } = createRequire(program)('googleapis');
  for (const api of ['script', 'drive', 'oauth2', 'logging', 'serviceusage']) {
    const make = google[api];
    google[api] = (options) =>
      make.call(google, { ...(typeof options === 'string' ? { version: options } : options), rootUrl });
  }
}
