export { redact, redactData } from '../redact';
