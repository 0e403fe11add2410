// A reverse proxy that judges what passes through it, by express-openapi-validator, which reads the contract by itself.
// Bytes pass unchanged; a copy of each request and answer goes to the validator, and what it objects to is remembered.
//
// usage: node judge.mjs <address of the API> [port]     prints its own address; SIGTERM or Ctrl+C ends it with a report,
//        and with exit code 1 where there was an objection or no traffic at all
//
// What it can't judge: the Content-Type of a single part and the bytes of a file; whether a request is the right one
// (it only knows that it is a possible one); `x-maximum-limit`, which is no keyword of JSON Schema; answers that are no JSON.
import http from 'node:http';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import express from 'express';
import validator from 'express-openapi-validator';
import multer from 'multer';
import {deref, operationsOf, readContract} from './contract.mjs';

/** Starts a judge in front of an API. `exchanges` holds what passed: operation, status, objections to request and response. */
export async function startJudge(upstream, port = 0) {
  const document = readContract();
  const routes = document.servers.flatMap(server => operationsOf(document).map(operation => ({
    operation,
    path: new RegExp(`^${new URL(server.url).pathname}${operation.path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
  })));
  const operationAt = ({method, url}) => routes.find(r => r.operation.method === method.toLowerCase() && r.path.test(url.split('?')[0]))?.operation;
  const [requests, responses] = await Promise.all([bench(document, operationAt, {validateRequests: true, validateResponses: false}), bench(document, operationAt, {validateRequests: false, validateResponses: true})]);
  const exchanges = [];

  const proxy = http.createServer(async (incoming, outgoing) => {
    const body = await readAll(incoming);
    const answer = await send(new URL(incoming.url, upstream), incoming, body).catch(e => ({status: 502, headers: {}, body: Buffer.from(String(e))}));
    const exchange = {operation: operationAt(incoming)?.id, url: incoming.url, status: answer.status, request: {headers: incoming.headers, body}, response: answer};
    exchange.judged = Promise.all([requests.judge(incoming, body, answer), responses.judge(incoming, body, answer)])
      .then(([request, response]) => Object.assign(exchange, {requestObjections: request, responseObjections: response}));
    exchanges.push(exchange);
    outgoing.writeHead(answer.status, withoutHopByHop(answer.headers)).end(answer.body);
  });
  proxy.listen(port, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    origin: `http://127.0.0.1:${proxy.address().port}`,
    exchanges,
    /** Waits until everything that passed is judged. */
    async verdicts() {
      await Promise.all(exchanges.map(e => e.judged));
      return exchanges;
    },
    close() {
      for (const server of [proxy, requests.server, responses.server]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

/** A server that does nothing but validate: it gets a request again, and "answers" it with the answer that is already there. */
async function bench(document, operationAt, options) {
  const answers = new Map();
  const app = express();
  if (options.validateRequests) app.use(express.json({strict: false, limit: '10mb'}), multer().any(), filesIn(document, operationAt));
  app.use(validator.middleware({apiSpec: withoutDiscriminators(document), validateSecurity: Boolean(options.validateRequests), fileUploader: false, ...options}));
  app.use((request, response) => {
    const answer = answers.get(request.headers['x-judge']);
    if (!options.validateResponses) return response.end();
    // The validator looks at what is passed to json().
    const content = parsed(answer);
    if (content === undefined) return object(response, [`is no JSON, but ${answer.headers['content-type'] ?? 'of no type'}`]);
    return response.status(answer.status).set('content-type', answer.headers['content-type']).json(content);
  });
  app.use((error, request, response, next) => object(response, error.errors?.map(e => `${e.path} ${e.message}`) ?? [String(error.message)]));
  const server = http.createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  let count = 0;
  return {
    server,
    async judge(incoming, body, answer) {
      const id = String(++count);
      answers.set(id, answer);
      const verdict = await send(new URL(incoming.url, `http://127.0.0.1:${server.address().port}`), incoming, options.validateRequests ? body : Buffer.alloc(0), {'x-judge': id});
      answers.delete(id);
      return verdict.status === objected ? JSON.parse(verdict.body).objections : [];
    },
  };
}

/**
 * The validator asks for the tag of a union in the object around it, present or not. Without the keyword it judges a
 * union by oneOf, to the same effect: every variant pins its tag by a constant.
 */
const withoutDiscriminators = document => JSON.parse(JSON.stringify(document), (key, value) => key === 'discriminator' && value.propertyName ? undefined : value);

// No API answers with this status.
const objected = 599;
const object = (response, objections) => response.status(objected).end(JSON.stringify({objections}));

/**
 * Puts the files of a form where the validator looks for them. Its own way takes a list of one file for no list at all,
 * and text for a file.
 */
const filesIn = (document, operationAt) => (request, response, next) => {
  const schema = deref(document, operationAt(request)?.operation.requestBody?.content['multipart/form-data']?.schema);
  if (!schema || !request.is('multipart/form-data')) return next();
  const isFile = name => (schema.properties[name]?.items ?? schema.properties[name])?.format === 'binary';
  const misplaced = [...Object.keys(request.body).filter(isFile).map(n => `part ${n} is text, not a file`),
    ...request.files.filter(f => !isFile(f.fieldname)).map(f => `part ${f.fieldname} is a file`)];
  if (misplaced.length) return next(new Error(misplaced.join('; ')));
  for (const {fieldname} of request.files)
    if (schema.properties[fieldname].type === 'array') (request.body[fieldname] ??= []).push('');
    else request.body[fieldname] = '';
  next();
};

function parsed(answer) {
  try {
    return JSON.parse(answer.body);
  } catch {
    return undefined;
  }
}

async function send(url, {method, headers}, body, more = {}) {
  const {host, connection, expect, 'transfer-encoding': chunked, 'content-length': length, ...rest} = headers;
  const request = http.request(url, {method, headers: {...rest, ...more, 'content-length': body.length}});
  request.end(body);
  const [response] = await once(request, 'response');
  return {status: response.statusCode, headers: response.headers, body: await readAll(response)};
}

async function readAll(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function withoutHopByHop({connection, 'keep-alive': keepAlive, 'transfer-encoding': chunked, ...headers}) {
  return headers;
}

export const objectionsTo = ({operation, url, status, requestObjections, responseObjections}) => [
  ...requestObjections.map(o => `The request of ${operation ?? url}: ${o}`),
  ...responseObjections.map(o => `The answer ${status} of ${operation ?? url}: ${o}`),
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const judge = await startJudge(process.argv[2], Number(process.argv[3] ?? 0));
  console.log(`judging ${process.argv[2]} at ${judge.origin}`);
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, async () => {
      const exchanges = await judge.verdicts();
      const objections = exchanges.flatMap(objectionsTo);
      const counts = {};
      for (const {operation, url, status} of exchanges) counts[`${operation ?? url} ${status}`] = (counts[`${operation ?? url} ${status}`] ?? 0) + 1;
      objections.forEach(o => console.error(o));
      console.log(`The judge saw ${exchanges.length} exchanges (${Object.entries(counts).map(([k, n]) => `${k}: ${n}`).join(', ')}) and has ${objections.length} objections.`);
      process.exit(objections.length || !exchanges.length ? 1 : 0);
    });
}
