import type { StatusMember } from '../../../core/health/status.ts';

type Role = StatusMember['role'];

/** The shape of a member's role: a filled disc leads, a ring follows, a cross is gone. */
export function RoleMark({ role }: { readonly role: Role }) {
  return (
    <svg className={`role-mark role-${role}`} viewBox="0 0 16 16" aria-hidden="true">
      {role === 'offline' ? (
        <path d="M3 3l10 10M13 3L3 13" />
      ) : (
        <>
          <circle cx="8" cy="8" r="6" />
          {role !== 'replica' && <circle cx="8" cy="8" r="3.2" className="role-core" />}
        </>
      )}
    </svg>
  );
}
