import type { PlanSections } from './planSections.ts';

/** Server connections per database with which the pools, and HAProxies of up to five hosts, fit into the 100 connections of the template tiny. */
export const tinyPool = 30;

/** Sections of a plan for the hosts of a lab, which share the memory of one machine: a small PostgreSQL with a database to try it by. */
export const labSections: PlanSections = {
  postgres: { template: 'tiny', databases: [{ name: 'app', owner: 'app' }], users: [{ name: 'app' }] },
  pgbouncer: { maxDbConnections: tinyPool },
};
