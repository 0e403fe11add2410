// What the gate has to catch, each shown on today's contract, and what it has to let through.
import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {breakingChanges, objections} from './breaking.mjs';
import {readContract} from './contract.mjs';

const contract = readContract();
const changed = change => {
  const copy = structuredClone(contract);
  change(copy.components.schemas, copy);
  return copy;
};
const op = (d, path) => d.paths[path].post;

const breaks = {
  'a removed operation': ['operation-removed', (s, d) => delete d.paths['/posts']],
  'a moved operation': ['operation-removed', (s, d) => { d.paths['/linkedin/posts'] = d.paths['/posts']; delete d.paths['/posts']; }],
  'a renamed operation': ['operation-renamed', (s, d) => op(d, '/posts').operationId = 'publishPost'],
  'a removed server': ['server-removed', (s, d) => d.servers.pop()],
  'a removed way to authenticate': ['security-changed', (s, d) => d.security.pop()],
  'another header for the key': ['security-changed', (s, d) => d.components.securitySchemes.apiKey.name = 'X-KEY'],
  'a removed query parameter': ['parameter-removed', (s, d) => op(d, '/linkedin/search').parameters.splice(1, 1)],
  'a new required query parameter': ['required-added', (s, d) => op(d, '/posts').parameters.push({name: 'tenant', in: 'query', required: true, schema: {type: 'string'}})],
  'a header that becomes required': ['required-added', (s, d) => d.components.parameters.IdempotencyKey.required = true],
  'a lower limit of a query parameter': ['limit-narrowed', (s, d) => op(d, '/linkedin/search').parameters[1].schema.maximum = 50],
  'another default': ['default-changed', (s, d) => op(d, '/linkedin/search').parameters[1].schema.default = 25],
  'another media type of a request': ['media-type-removed', (s, d) => { const b = op(d, '/posts').requestBody; b.content = {'application/json': b.content['multipart/form-data']}; }],
  'another encoding of a part': ['encoding-changed', (s, d) => delete op(d, '/posts').requestBody.content['multipart/form-data'].encoding.mentions],
  'a removed status': ['status-removed', (s, d) => delete op(d, '/linkedin/search').responses['404']],
  'a new kind of success': ['status-added', (s, d) => op(d, '/posts').responses['202'] = {description: 'Later.'}],
  'a removed response header': ['header-removed', (s, d) => delete d.components.responses.UnlistedError.headers],
  'a renamed schema': ['schema-removed', s => { s.Workspace = s.Workplace; s.CreateJobRequest.properties.workplace.$ref = '#/components/schemas/Workspace'; delete s.Workplace; }],

  'a removed request member': ['field-removed', s => delete s.CreateJobRequest.properties.auto_rejection_template],
  'a removed response member': ['field-removed', s => delete s.PersonResult.properties.headline],
  'a new required request member': ['required-added', s => { s.CreateJobRequest.properties.team = {type: 'string'}; s.CreateJobRequest.required.push('team'); }],
  'a request member that becomes required': ['required-added', s => s.PostMention.required.push('is_company')],
  'a response member that is no longer promised': ['required-removed', s => s.JobDraft.required = ['object', 'job_id']],
  'a removed request enum value': ['enum-value-removed', s => s.Workplace.enum.pop()],
  'a removed response enum value': ['enum-value-removed', s => s.JobState.enum.pop()],
  'a removed error type of one status': ['enum-value-removed', s => s.ForbiddenError.allOf[1].properties.type.enum.pop()],
  'an enum where any text was taken': ['enum-added', s => s.CreatePostRequest.properties.location.enum = ['213385402']],
  'an enum that becomes any text': ['enum-dropped', s => delete s.JobState.enum],
  'a narrowed type of a request': ['type-narrowed', s => s.NumericScreeningQuestion.properties.min_expectation.type = 'integer'],
  'a changed type': ['type-narrowed', s => s.SolveCheckpointRequest.properties.input.type = 'integer'],
  'a response that becomes nullable': ['type-widened', s => s.JobDraft.properties.job_id.type = ['string', 'null']],
  'a response object that becomes nullable': ['type-widened', s => s.Education.properties.school_details.oneOf = s.Education.properties.school_details.oneOf.slice(0, 1), s => s],
  'a response of a wider type': ['type-widened', s => s.SearchPaging.properties.start.type = 'number'],
  'a response of another type': ['type-widened', s => s.SearchPaging.properties.start.type = 'string'],
  'a narrowed number of items': ['limit-narrowed', s => s.RecruiterJobOptions.properties.skills.maxItems = 5],
  'a new limit': ['limit-narrowed', s => s.CreatePostRequest.properties.text.maxLength = 3000],
  'a lower limit for a variant': ['limit-narrowed', s => s.RecruiterPeopleSearch['x-maximum-limit'] = 50],
  'a narrowed pattern': ['pattern-changed', s => s.CreatePostRequest.properties.external_link.pattern = '^https://'],
  'a new pattern': ['pattern-changed', s => s.CreatePostRequest.properties.repost.pattern = '^[0-9]+$'],
  'another format': ['format-changed', s => delete s.ExternalApply.properties.url.format],
  'a file that becomes text': ['format-changed', s => delete s.CreatePostRequest.properties.attachments.items.format],
  'an object that is closed': ['object-closed', s => s.PostMention.additionalProperties = false],
  'a removed request variant': ['variant-removed', s => s.SearchRequest.oneOf.pop()],
  'a removed response variant': ['variant-removed', s => { s.SearchResult.oneOf.pop(); delete s.SearchResult.discriminator.mapping.JOB; }],
  'a removed inline variant': ['variant-removed', s => s.ConnectionDegree.oneOf.pop()],
  'a union that becomes one of its variants': ['union-changed', s => s.ApplyMethod = {...s.ExternalApply}],
  'another discriminator': ['discriminator-changed', s => s.SearchResult.discriminator.propertyName = 'object'],
  'a discriminator that goes': ['discriminator-changed', s => delete s.CheckpointOutcome.discriminator],
  'a discriminator with another tag': ['discriminator-changed', s => { const m = s.SearchResult.discriminator.mapping; m.PERSON = m.PEOPLE; delete m.PEOPLE; }],
  'a discriminator whose tag leads elsewhere': ['discriminator-changed', s => s.SearchResult.discriminator.mapping.JOB = '#/components/schemas/PostResult'],
  'another constant of a tag': ['enum-value-removed', s => s.PersonResult.properties.type.const = 'PERSON'],
};

const harmless = {
  'nothing': () => {},
  'other words': (s, d) => { s.Workplace.description = 'Where.'; d.info.title = 'PP'; d.paths['/posts'].post.summary = 'Post'; d.components.examples = {}; },
  'a new operation': (s, d) => d.paths['/instagram/posts'] = {post: {...op(d, '/posts'), operationId: 'createInstagramPost'}},
  'a new optional request member': s => s.CreateJobRequest.properties.team = {type: 'string'},
  'a new response member, promised': s => { s.JobDraft.properties.team = {type: 'string'}; s.JobDraft.required.push('team'); },
  'a new enum value': s => { s.Workplace.enum.push('ABROAD'); s.JobState.enum.push('archived'); },
  'a new variant': s => { s.EventResult = structuredClone(s.JobResult); s.SearchResult.oneOf.push({$ref: '#/components/schemas/EventResult'}); s.SearchResult.discriminator.mapping.EVENT = '#/components/schemas/EventResult'; },
  'a request that takes more': s => { s.SolveCheckpointRequest.required.pop(); s.RecruiterJobOptions.properties.skills.maxItems = 20; delete s.CreatePostRequest.properties.external_link.pattern; s.NewRecruiterProject.additionalProperties = true; s.PostMention.properties.name.type = ['string', 'null']; },
  'a response that promises more': s => { s.PostCreated.properties.post_id.type = 'string'; s.Skill.required = Object.keys(s.Skill.properties); },
};

describe('breaking', () => {
  for (const [name, [kind, change, initial]] of Object.entries(breaks))
    test(`${name} breaks`, () => {
      // The one case that starts from another contract: today's union already has the null that it is to gain.
      const [before, after] = initial ? [changed(change), contract] : [contract, changed(change)];
      const kinds = breakingChanges(before, after).map(b => b.kind);
      assert.ok(kinds.includes(kind), `found ${kinds.join(', ') || 'nothing'}`);
    });
});

describe('not breaking', () => {
  for (const [name, change] of Object.entries(harmless))
    test(`${name} breaks nothing`, () => assert.deepEqual(breakingChanges(contract, changed(change)), []));
});

describe('the gate', () => {
  const line = version => `# Changelog\n\n## ${version}\n\n- What changed.\n\n## 1.0.0\n\n- All.\n`;
  const versioned = (version, change) => changed((s, d) => { change(s, d); d.info.version = version; });
  const remove = (s, d) => delete d.paths['/posts'];
  const add = s => s.CreateJobRequest.properties.team = {type: 'string'};
  // The version of today's contract plays no part here.
  const released = versioned('1.0.0', () => {});
  const found = (after, changelog) => objections(released, after, changelog).found;

  test('a breaking change is refused without a version', () => assert.match(found(versioned('1.0.0', remove), line('1.0.0'))[0], /major version/));
  test('a breaking change is refused with a minor version', () => assert.match(found(versioned('1.1.0', remove), line('1.1.0'))[0], /major version/));
  test('a breaking change is refused without a line in the changelog', () => assert.match(found(versioned('2.0.0', remove), line('1.0.0'))[0], /says nothing/));
  test('a breaking change is refused with an empty entry in the changelog', () => assert.match(found(versioned('2.0.0', remove), '## 2.0.0\n\n## 1.0.0\n\n- All.\n')[0], /says nothing/));
  test('a breaking change passes with a major version and a line', () => assert.deepEqual(found(versioned('2.0.0', remove), line('2.0.0')), []));
  test('an addition needs a minor version and a line', () => {
    assert.match(found(versioned('1.0.0', add), line('1.0.0'))[0], /has to be higher/);
    assert.match(found(versioned('1.1.0', add), line('1.0.0'))[0], /says nothing/);
    assert.deepEqual(found(versioned('1.1.0', add), line('1.1.0')), []);
  });
  test('other words need nothing', () => assert.deepEqual(found(versioned('1.0.0', s => { s.Workplace.description = 'Where.'; }), line('1.0.0')), []));
  test('a keyword that the check does not know stops it', () =>
    assert.throws(() => breakingChanges(contract, changed(s => { s.PostMention.dependentRequired = {}; })), /PostMention.*dependentRequired/));
});
