// Our own lint rules, and the strictness that the configuration promises: each mistake is found by the rule named.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import YAML from 'yaml';
import {readContract, root} from './contract.mjs';

const mistakes = {
  'a mapping key that is not the constant': ['contract/mapping-agrees-with-the-constants', /PERSON; its own `type` is PEOPLE/, ({SearchResult: {discriminator: {mapping}}}) => { mapping.PERSON = mapping.PEOPLE; delete mapping.PEOPLE; }],
  'a constant that is not the mapping key': ['contract/mapping-agrees-with-the-constants', /GBP; its own `currency` is EUR/, s => s.PoundMinimumSalary.properties.currency.const = 'EUR'],
  'a mapping to something that is no variant': ['contract/mapping-names-the-variants', /`SKILL` leads to/, s => s.SearchResult.discriminator.mapping.SKILL = '#/components/schemas/Skill'],
  'a variant that the mapping forgets': ['contract/mapping-names-the-variants', /AudioAttachment is missing/, s => delete s.PostAttachment.discriminator.mapping.audio],
  'a variant that does not require its tag': ['contract/variants-require-the-tag', /require `type`/, s => s.ImageAttachment.required = []],
  'a member without a description': ['contract/everything-is-described', /`start`/, s => delete s.SearchPaging.properties.start.description],
  'a schema without a description': ['contract/everything-is-described', /Workplace/, s => delete s.Workplace.description],
  'a misspelt member in an example': ['no-invalid-media-type-examples', /`code`/, (s, d) => d.components.examples.SolveCheckpointCode.value.code = '1'],
  'a required member that is not defined': ['no-required-schema-properties-undefined', /'url'/, s => s.PostCreated.required.push('url')],
  'nullable in the manner of 3.0': ['struct', /nullable/, s => s.JobDraft.properties.job_id.nullable = true],
  'a reference to nothing': ['no-unresolved-refs', /resolve/, s => s.JobDraft.properties.publish_options.$ref = '#/components/schemas/Nothing'],
  'an unused schema': ['no-unused-components', /Orphan/, s => s.Orphan = {type: 'string', description: 'Nobody uses it.'}],
};

describe('the lint rules find', () => {
  const document = readContract();
  for (const [, , change] of Object.values(mistakes)) change(document.components.schemas, document);
  const problems = lint(YAML.stringify(document, {aliasDuplicateObjects: false}));

  for (const [name, [rule, message]] of Object.entries(mistakes))
    test(name, () => {
      const messages = problems.filter(p => p.ruleId === rule).map(p => p.message);
      assert.ok(messages.some(m => message.test(m)), `${rule} found ${messages.join(' ') || 'nothing'}`);
    });
});

/** Redocly's findings in a contract. It ends with 1 when it has some, which is what is hoped for here. */
function lint(contract) {
  const folder = mkdtempSync(path.join(tmpdir(), 'postpress-lint-'));
  try {
    const file = path.join(folder, 'contract.yaml');
    writeFileSync(file, contract);
    const redocly = fileURLToPath(new URL('node_modules/@redocly/cli/bin/cli.js', import.meta.url));
    const config = fileURLToPath(new URL('openapi/redocly.yaml', root));
    const {stdout} = spawnSync(process.execPath, [redocly, 'lint', file, '--config', config, '--format', 'json', '--max-problems', '500'], {encoding: 'utf8', maxBuffer: 2 ** 26});
    return JSON.parse(stdout).problems;
  } finally {
    rmSync(folder, {recursive: true});
  }
}
