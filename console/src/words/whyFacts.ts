/** What a fact of an explanation is made of, in words already; absent where it says nothing of it. */
export interface WhyFacts {
  at?: string;
  from?: string;
  until?: string;
  /** Hours of the week. */
  hours?: string;
  who?: string;
  role?: string;
  surface?: string;
  shown?: string;
  evidence?: string;
  end?: string;
  what?: string;
}
