export { checkNewPassword, refusedPassword } from './new-password.ts';
