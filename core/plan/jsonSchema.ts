import { z } from 'zod';
import { planSchema, planVersion } from './schema.ts';

/** The JSON Schema of the plan file as a person writes it, for editors: `resources/plan.schema.json` is this text. */
export function planJsonSchema(): string {
  const schema = z.toJSONSchema(planSchema, { io: 'input', target: 'draft-07' });
  const head = {
    $schema: schema.$schema,
    $id: `urn:quorate:plan:${planVersion}`,
    title: 'Quorate plan',
    description: 'A PostgreSQL high-availability cluster: PostgreSQL, Patroni, etcd, HAProxy, PgBouncer, keepalived',
  };
  return `${JSON.stringify({ ...head, ...schema }, null, 2)}\n`;
}
