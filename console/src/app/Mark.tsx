export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="8" fill="#2347b8" />
      <path d="M11 14v-3a5 5 0 0 1 10 0v3" fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" />
      <rect x="8" y="14" width="16" height="11" rx="2.6" fill="#fff" />
      <path d="M16 18v3.4" stroke="#2347b8" strokeWidth="2.6" strokeLinecap="round" />
    </svg>
  );
}
