// The contract as people read it on the reference page: with samples, forms as forms, and in words what its extensions say to tools.
import {deref, operationsOf, readContract} from './contract.mjs';
import {csharpOf, curlOf, formOf, putUsualExampleFirst} from './samples.mjs';

const samples = `**Samples**

- curl takes the API key from the environment variable \`POSTPRESS_API_KEY\`.
- C# uses the package PostPress.Client: \`using var postpress = new PostPressClient("pp_live_your_key");\``;

export function contractForPage() {
  const document = readContract();
  document.info.description = `${document.info.description}\n${samples}\n`;
  for (const operation of operationsOf(document)) {
    putUsualExampleFirst(operation, document);
    const {id, operation: described} = operation;
    const [[type, content]] = Object.entries(deref(document, described.requestBody)?.content ?? {none: {}});
    const examples = Object.entries(content.examples ?? {}).map(([name, example]) => [name, deref(document, example)]);
    described['x-codeSamples'] = [
      // The page shows the same command whichever example is chosen, so the command says which one it is. It remembers the
      // choice of curl or C# by the label.
      {lang: 'Shell', label: 'curl', source: (examples.length > 1 ? `# ${examples[0][1].summary}\n` : '') + curlOf(document, operation)},
      {lang: 'C#', label: 'C#', source: csharpOf(id)},
    ];
    if (type === 'multipart/form-data')
      content.examples = Object.fromEntries(examples.map(([name, {summary, value}]) => [name, {summary, value: formOf(document, content, value)}]));
  }

  explain(document);
  return document;
}

/** Adds to each description what the extensions beside it say, and takes them away. */
function explain(value) {
  if (!value || typeof value !== 'object') return;
  Object.values(value).forEach(explain);
  const said = [
    ...(value['x-source'] === 'unconfirmed' ? ['*Unconfirmed: not on a page of PostPress.*'] : []),
    ...Object.entries(value).filter(([name]) => name.startsWith('x-maximum-')).map(([name, maximum]) => `\`${name.slice('x-maximum-'.length)}\` is at most ${maximum}.`),
    ...(value['x-rules'] ?? []).map(sentenceOf),
  ];
  if (said.length > 0) value.description = [value.description?.trimEnd(), ...said].filter(Boolean).join('\n\n');
  for (const name of Object.keys(value).filter(n => n.startsWith('x-') && n !== 'x-codeSamples')) delete value[name];
}

function sentenceOf(rule) {
  switch (rule.rule) {
    case 'ordered': return `\`${rule.low}\` must not be above \`${rule.high}\`.`;
    case 'notEmpty': return `\`${rule.list}\` must not be empty.`;
    case 'subset': return `Each of \`${rule.list}\` must be one of \`${rule.of}\`.`;
    case 'notBoth': return `Not together: ${Object.entries(rule.values).map(([name, value]) => `\`${name}: ${value}\``).join(' and ')}.`;
    case 'matches': return `With ${Object.entries(rule.when).map(([name, value]) => `\`${name}: ${value}\``).join(' and ')}, \`${rule.member}\` must match \`${rule.pattern}\`.`;
    default: throw new Error(`The page has no words for the rule ${rule.rule}.`);
  }
}
