import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { planJsonSchema } from '../../../core/plan/jsonSchema.ts';

it('resources/plan.schema.json is what the schema says; `npm run generate` writes it', () => {
  const file = join(import.meta.dirname, '../../../resources/plan.schema.json');
  expect(readFileSync(file, 'utf8')).toBe(planJsonSchema());
});

it('describes what a person writes: defaults may be left out, units may be text', () => {
  const schema = JSON.parse(planJsonSchema()) as {
    required: string[];
    properties: { objectives: { properties: { rpo: { anyOf: { type: string }[] } } } };
  };
  expect(schema.required).toEqual(['quorate', 'name', 'topology', 'hosts', 'clusters']);
  expect(schema.properties.objectives.properties.rpo.anyOf.map(({ type }) => type)).toEqual(['number', 'string']);
});
