// Writes the JSON Schema of the plan file: npm run generate. A test fails when the file is stale.
import { writeFileSync } from 'node:fs';
import { planJsonSchema } from '../core/plan/jsonSchema.ts';

writeFileSync('resources/plan.schema.json', planJsonSchema());
