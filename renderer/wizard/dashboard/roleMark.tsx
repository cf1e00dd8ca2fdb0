import type { StatusMember } from '../../../core/health/statusDocument.ts';

type Role = StatusMember['role'];

/** The shape of a member's role, as in the drawing of the topology: a filled square leads, an outlined one follows, a cross is gone. */
export function RoleMark({ role }: { readonly role: Role }) {
  return (
    <svg className={`role-mark role-${role}`} viewBox="0 0 16 16" aria-hidden="true">
      {role === 'offline' ? (
        <path d="M3 3l10 10M13 3L3 13" />
      ) : (
        <rect x="2" y="2" width="12" height="12" rx="2.5" className={role === 'replica' ? '' : 'role-core'} />
      )}
    </svg>
  );
}
