// Writes the documents of a manifest, { "sha256:<hash>": "<text>" }, into a folder of trusted documents for a server.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [manifest, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const [id, text] of Object.entries(JSON.parse(readFileSync(manifest, 'utf8')))) {
  writeFileSync(join(folder, `${id.replace('sha256:', '')}.graphql`), text);
}
