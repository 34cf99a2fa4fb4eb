import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

/** Globals that Apps Script's engine lacks. Its V8 runtime page and the field's reports list them. */
const missingInAppsScript = [
  'setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'setImmediate', 'queueMicrotask', 'structuredClone',
  'TextEncoder', 'TextDecoder', 'URL', 'URLSearchParams', 'fetch', 'Headers', 'Request', 'Response', 'FormData', 'File',
  'Blob', 'AbortController', 'AbortSignal', 'Event', 'EventTarget', 'DOMException', 'ReadableStream', 'WritableStream',
  'CompressionStream', 'atob', 'btoa', 'crypto', 'performance', 'navigator', 'window', 'document', 'process', 'global',
  'Buffer', 'require', 'module',
]; // prettier-ignore

const asynchronous = 'Apps Script is synchronous: a promise would settle after the function has returned.';

export default tseslint.config(
  { ignores: ['dist/', 'build/', 'coverage/', 'node_modules/', 'bench/node_modules/'] },
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'tsconfig.tools.json', 'tsconfig.page.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Export by name.' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/pages/**'],
    rules: {
      'no-restricted-globals': ['error', ...missingInAppsScript],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
        { selector: ':function[async=true]', message: asynchronous },
        { selector: 'NewExpression[callee.name="Promise"]', message: asynchronous },
        { selector: 'MemberExpression[object.name="Promise"]', message: asynchronous },
        { selector: 'PropertyDefinition[static=true]', message: 'Apps Script refuses static class fields.' },
        { selector: 'StaticBlock', message: 'Apps Script refuses static blocks.' },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    ...jest.configs['flat/recommended'],
    rules: {
      ...jest.configs['flat/recommended'].rules,
      // fast-check's assert is an assertion too.
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'fc.assert'] }],
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: {
        process: 'readonly', console: 'readonly', require: 'readonly', module: 'writable', __dirname: 'readonly',
        Buffer: 'readonly', SharedArrayBuffer: 'readonly', Atomics: 'readonly', setTimeout: 'readonly',
        clearTimeout: 'readonly', URL: 'readonly',
      }, // prettier-ignore
    },
    rules: {
      ...tseslint.configs.disableTypeChecked.rules,
      '@typescript-eslint/no-require-imports': 'off',
      'no-restricted-syntax': 'off',
    },
  },
  prettier,
);
