// The six operations from TypeScript, by a client that is generated from the contract.
// usage: POSTPRESS_BASE_ADDRESS=… node generated/story.js
import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';
import type {components, paths} from './generated/postpress.js';

type Schemas = components['schemas'];

const account_id = 'acc_linkedin_sandbox';
const baseUrl = process.env['POSTPRESS_BASE_ADDRESS'];
assert.ok(baseUrl, 'POSTPRESS_BASE_ADDRESS is not set.');
const postpress = createClient<paths>({baseUrl, headers: {'X-API-KEY': 'pp_test_sandbox'}});

/** The answer, or an exception with what the API said. */
function answered<T>({data, error, response}: {data?: T | undefined; error?: unknown; response: Response}): T {
  if (data === undefined) throw new Error(`${response.status} ${JSON.stringify(error)}`);
  return data;
}

/** Fails to compile where a union has a variant that was forgotten; fails to run on one that the contract doesn't list yet. */
const unlisted = (value: never): string => `something new: ${JSON.stringify(value)}`;

// --- search: each variant of the answer is narrowed by its tag ---------------------------------

function describe(hit: Schemas['SearchResult']): string {
  switch (hit.type) {
    case 'PEOPLE': return `${hit.name ?? '(hidden)'}, ${hit.headline ?? 'no headline'}`;
    case 'COMPANY': return `${hit.name}, ${hit.headcount ?? 'size unknown'}`;
    case 'POST': return `${hit.author.name ?? '(nobody)'}: ${(hit.attachments ?? []).map(attachment).join(', ') || hit.text}`;
    case 'JOB': return `${hit.title} at ${hit.company?.name ?? 'nobody'}`;
    default: return unlisted(hit);
  }
}

function attachment(a: Schemas['PostAttachment']): string {
  switch (a.type) {
    case 'img': return `image ${typeof a.size === 'object' ? a.size.width : a.size}`;
    case 'video': return `video ${a.duration}`;
    case 'audio': return `audio ${a.duration}`;
    case 'file': return `file ${a.file_name}`;
    case 'linkedin_post': return `post ${a.id}`;
    case 'video_meeting': return `meeting ${a.starts_at}`;
    default: return unlisted(a);
  }
}

const searches: Schemas['SearchRequest'][] = [
  {api: 'classic', category: 'people', keywords: 'engineer', network_distance: [1, 2]},
  {api: 'classic', category: 'companies'},
  {api: 'classic', category: 'posts'},
  {api: 'classic', category: 'jobs', minimum_salary: {currency: 'GBP', value: 60}},
  {api: 'sales_navigator', category: 'people', tenure: [{min: 1, max: 2}]},
  {api: 'sales_navigator', category: 'companies'},
  {api: 'recruiter', category: 'people', network_distance: [3, 'GROUP']},
  {url: 'https://www.linkedin.com/search/results/people/?keywords=engineer'},
];
for (const search of searches) {
  let body: Schemas['SearchRequest'] | undefined = search;
  let pages = 0, hits = 0, first = '';
  while (body && pages < 3) {
    const page: Schemas['SearchPage'] = answered(await postpress.POST('/linkedin/search', {params: {query: {account_id, limit: 20}}, body}));
    for (const hit of page.items) first ||= describe(hit);
    hits += page.items.length;
    pages++;
    body = page.cursor === null ? undefined : {cursor: page.cursor};
  }
  assert.ok(hits > 0);
  console.log(`search: ${hits} hits on ${pages} page(s); the first is ${first}`);
}

// --- listSearchParameters: the id that a draft or a filter wants, by text -----------------------

const found = answered(await postpress.GET('/linkedin/search/parameters', {params: {query: {account_id, type: 'LOCATION', keywords: 'Berlin', limit: 5}}}));
const [berlin] = found.items;
assert.ok(berlin);
console.log(`listSearchParameters: ${found.paging.page_count} for Berlin; ${berlin.title} is ${berlin.id}`);

// --- createJob, publishJob, solveJobCheckpoint -------------------------------------------------------------

const draft = answered(await postpress.POST('/linkedin/jobs', {
  params: {header: {'Idempotency-Key': crypto.randomUUID()}},
  body: {
    account_id,
    job_title: {text: 'Senior Frontend Engineer'},
    company: {id: '9374000'},
    workplace: 'HYBRID',
    location: berlin.id,
    description: '<p>We are hiring.</p>',
    screening_questions: [
      {answer_type: 'numeric', question: 'How many years?', min_expectation: 3},
      {answer_type: 'multiple_choices', question: 'Where?', choices: ['Office', 'Home'], expected_choices: ['Home']},
    ],
    recruiter: {
      project: {name: 'Frontend hiring'},
      functions: ['eng'],
      industries: ['4'],
      seniority: 'DIRECTOR',
      apply_method: {type: 'external', url: 'https://careers.example.com/jobs/42'},
    },
  },
}));
console.log(`createJob: draft ${draft.job_id}, ${draft.publish_options.free.eligible ? 'free' : draft.publish_options.free.ineligible_reason}`);

const promotion = draft.publish_options.promoted;
const publish = (amount: number) => postpress.POST('/linkedin/jobs/{draft_id}/publish', {
  params: {path: {draft_id: draft.job_id}},
  body: {account_id, mode: 'PROMOTED', budget: {daily: {currency: promotion.currency, amount}}},
});
const tooMuch = await publish(promotion.daily_budget.max + 1);
// A refusal in the status of a gateway: the type tells that nothing was done.
assert.equal(tooMuch.response.status, 502);
assert.ok(tooMuch.error && 'type' in tooMuch.error);
assert.equal(tooMuch.error.type, 'errors/invalid_parameters');
console.log(`publishJob: refused, ${tooMuch.error.detail}`);
let outcome = answered(await publish(promotion.daily_budget.recommended));
assert.equal(outcome.object, 'LinkedinJobPostingPublishCheckpoint');

const solve = (input: string) => postpress.POST('/linkedin/jobs/{draft_id}/checkpoint', {params: {path: {draft_id: draft.job_id}}, body: {account_id, input}});
const wrong = await solve('000000');
assert.ok(wrong.error && 'type' in wrong.error);
assert.equal(wrong.error.type, 'errors/invalid_checkpoint_solution');
console.log(`solveJobCheckpoint: refused, ${wrong.error.detail}`);

const codes: Record<Schemas['CheckpointType'], string> = {OTP: '123456', EMAIL_VERIFICATION: 'verify-me'};
while (outcome.object === 'LinkedinJobPostingPublishCheckpoint') {
  console.log(`solveJobCheckpoint: LinkedIn wants a code, ${outcome.type}`);
  outcome = answered(await solve(codes[outcome.type]));
}
console.log(`solveJobCheckpoint: job ${outcome.job_id} is ${outcome.job_state}`);

// --- createPost: a form, in which `mentions` is one JSON part and `attachments` is repeated ----

function formOf(post: Schemas['CreatePostRequest']): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(post)) {
    // A Blob would get a file name, and mentions are no file.
    if (name === 'mentions') form.append(name, JSON.stringify(value));
    else for (const part of [value].flat()) form.append(name, part as string | Blob);
  }
  return form;
}

const image = new Blob([Uint8Array.from([0x89, 0x50, 0x4e, 0x47])], {type: 'image/png'});
const post = answered(await postpress.POST('/posts', {
  body: {
    account_id,
    text: 'Thank you {{0}} 🐝',
    mentions: [{name: 'Ada Lovelace', profile_id: 'ACoAAA1234567'}],
    attachments: [image, image],
  },
  bodySerializer: formOf,
}));
console.log(`createPost: ${post.post_id ?? 'live, without an id'}`);

// --- what has to be refused by the compiler ----------------------------------------------------

export const refused = () => {
  // @ts-expect-error: a filter of another variant
  const filter: Schemas['SearchRequest'] = {api: 'classic', category: 'companies', profile_language: ['en']};
  // @ts-expect-error: an unknown enum value
  const workplace: Schemas['Workplace'] = 'MOON';
  // @ts-expect-error: neither an id nor a text
  const title: Schemas['IdOrText'] = {name: 'Engineer'};
  // @ts-expect-error: a budget of a day and a month
  const budget: Schemas['DailyBudget'] = {daily: {currency: 'USD', amount: 30}, monthly: {currency: 'USD', amount: 900}};
  // @ts-expect-error: a free publication with a budget
  const free: Schemas['PublishJobRequest'] = {account_id, mode: 'FREE', budget: {daily: {currency: 'USD', amount: 30}}};
  // @ts-expect-error: a salary that the currency does not have
  const salary: Schemas['MinimumSalary'] = {currency: 'GBP', value: 120};
  // @ts-expect-error: a member of one variant on another
  const headline = (hit: Schemas['JobResult']) => hit.headline;
  return [filter, workplace, title, budget, free, salary, headline];
};
