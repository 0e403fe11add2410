// Generates the types of a TypeScript client from the contract.
import {mkdirSync, writeFileSync} from 'node:fs';
import openapiTS, {astToString} from 'openapi-typescript';
import ts from 'typescript';
import {contractFile} from '../contract.mjs';

const blob = ts.factory.createTypeReferenceNode('Blob');
const types = await openapiTS(contractFile, {
  // openapi-typescript knows no files: `format: binary` is a Blob.
  transform: schema => schema.format === 'binary' ? blob : undefined,
  // A member with a default may be left out of a request.
  defaultNonNullable: false,
});
const folder = new URL('generated/', import.meta.url);
mkdirSync(folder, {recursive: true});
writeFileSync(new URL('postpress.d.ts', folder), astToString(types));
