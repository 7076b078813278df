import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['node_modules', 'src/api/latchwork.d.ts'] },
  ...tseslint.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks, 'jsx-a11y': jsxA11y },
    rules: {
      ...reactHooks.configs.recommended.rules,
      ...jsxA11y.flatConfigs.strict.rules,
      // A page's heading and a dialog's first field take the focus: that is asked for (WCAG 2.4.3), and done with care.
      'jsx-a11y/no-autofocus': 'off',
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'The content security policy refuses it.' },
        { property: 'outerHTML', message: 'The content security policy refuses it.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'The content security policy refuses it.' },
      ],
    },
  },
);
