import { createContext, useContext } from 'react';
import { patiently } from '../parts/lazyPart';
import type { en } from './en';

/** Every word that is shown or read out. English is the measure: what it has, the others have, or they do not compile. */
export type Words = typeof en;
export type Language = 'en' | 'ja';

/** Each in its own words. */
export const languages: Record<Language, string> = { en: 'English', ja: '日本語' };

const loaders: Record<Language, () => Promise<Words>> = {
  en: async () => (await import('./en')).en,
  ja: async () => (await import('./ja')).ja,
};

const chosenKey = 'latchwork.language';

export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(chosenKey);
  return [chosen, ...navigator.languages].map((tag) => tag?.slice(0, 2)).find((tag): tag is Language => tag === 'en' || tag === 'ja') ?? 'en';
}

export const rememberLanguage = (language: Language) => localStorage.setItem(chosenKey, language);

export const loadWords = (language: Language): Promise<Words> => patiently(loaders[language]);

/** Dates and numbers follow the person's own region where that speaks the language. */
export const localeOf = (language: Language, preferred: readonly string[] = navigator.languages) =>
  preferred.find((tag) => tag.startsWith(language)) ?? (language === 'ja' ? 'ja-JP' : 'en-GB');

export interface Speech {
  words: Words;
  language: Language;
  locale: string;
  speak: (language: Language) => void;
}

export const SpeechContext = createContext<Speech | null>(null);

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error('Words are used outside of the console.');
  return speech;
}

export const useWords = (): Words => useSpeech().words;
