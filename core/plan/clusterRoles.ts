/** The role that initdb makes; Patroni uses it, and `postgres` on a host logs in as it through the socket without a password. */
export const superuserRole = 'postgres';
export const replicationRole = 'replicator';
export const rewindRole = 'quorate_rewind';
/** Looks up the passwords of others for PgBouncer, and may do nothing else. */
export const poolRole = 'quorate_pool';
/** Reads statistics (pg_monitor) and writes in a schema of its own, to prove that writes work. */
export const monitorRole = 'quorate_monitor';
/** Belongs to the monitoring role, in the database `postgres`. */
export const probeSchema = 'quorate_probe';
/** Holds PgBouncer's lookup function, in every database. */
export const poolSchema = 'quorate';
