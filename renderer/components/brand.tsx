/** The product's sign: three that agree. */
export function Brand() {
  return (
    <svg viewBox="0 0 32 32" className="brand" aria-hidden="true">
      <rect className="brand-ground" width="32" height="32" rx="6" />
      <path className="brand-line" d="M16 9 8 22M16 9l8 13M8 22h16" />
      <circle className="brand-leader" cx="16" cy="9" r="4" />
      <circle className="brand-replica" cx="8" cy="22" r="3.500" />
      <circle className="brand-replica" cx="24" cy="22" r="3.500" />
    </svg>
  );
}
