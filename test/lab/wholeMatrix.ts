/** Whether everything is tried that takes long: the suite of every run tries what tells most. */
export const whole = process.env['QUORATE_FULL_MATRIX'] === '1';
