/** The part of `second-factor` that other features may use. */
export { CodeStep } from './code-step.tsx';
export { SecondFactorSettings } from './second-factor-settings.tsx';
