// Generates clients from the contract itself by Kiota, pinned in dotnet-tools.json, and looks for each operation's path in them.
// usage: node generate.mjs [language …]      the C# client of Program.cs, into generated/; the other languages as a try: what
//        comes out is thrown away
import {execFile} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {contractFile, operationsOf, readContract} from '../contract.mjs';

// Kiota gives up on TypeScript where `anyOf` holds an enum and a string. Says so when a new version doesn't.
const refused = {TypeScript: /deserializeIntoErrorType not found/};

const here = fileURLToPath(new URL('.', import.meta.url));
const env = {...process.env, KIOTA_OFFLINE_ENABLED: 'true', KIOTA_TUTORIAL_ENABLED: 'false', KIOTA_CLI_TELEMETRY_OPTOUT: 'true', DOTNET_CLI_TELEMETRY_OPTOUT: '1'};
const run = async (...args) => promisify(execFile)('dotnet', args, {cwd: here, env});
const paths = [...new Set(operationsOf(readContract()).map(o => o.path))];

await run('tool', 'restore');
await Promise.all([generate('CSharp', path.join(here, 'generated')), ...process.argv.slice(2).map(tryOut)]);

async function tryOut(language) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'postpress-kiota-'));
  try {
    await generate(language, folder);
  } finally {
    rmSync(folder, {recursive: true});
  }
}

async function generate(language, folder) {
  const outcome = await run('kiota', 'generate', '--language', language, '--openapi', fileURLToPath(contractFile), '--output', folder,
    '--class-name', 'PostPressClient', '--namespace-name', language === 'CSharp' ? 'PostPress.Kiota' : 'postpress', '--clean-output', '--log-level', 'Error').catch(e => e);
  const said = `${outcome.stdout}${outcome.stderr}`;
  if (refused[language]) {
    if (outcome.code && refused[language].test(said)) return console.log(`Kiota, ${language}: refused, as known`);
    throw new Error(`Kiota, ${language}: it was known to fail with ${refused[language]}, and now says:\n${said}\nDoes the table in openapi/README.md still hold?`);
  }
  if (outcome.code) throw new Error(`Kiota, ${language}: exit code ${outcome.code}\n${said}`);
  const files = readdirSync(folder, {recursive: true, withFileTypes: true}).filter(f => f.isFile()).map(f => path.join(f.parentPath, f.name));
  const code = files.map(f => readFileSync(f, 'utf8')).join('\n');
  // Each generator writes the parameters of a path in its own way: {draft_id} is {draft_id}, {draft%2Did} and so on.
  const missing = paths.filter(p => !new RegExp(`\\{\\+baseurl\\}${p.replaceAll(/\{[^}]+\}/g, '\\{[^}]+\\}')}["'?{\\\\]`).test(code));
  if (missing.length) throw new Error(`Kiota, ${language}: there is no ${missing.join(', ')} in what it generated.`);
  console.log(`Kiota, ${language}: ${files.length} files`);
}
