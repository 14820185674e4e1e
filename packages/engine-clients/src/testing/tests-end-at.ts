/**
 * Environment variable with the moment, in milliseconds since the epoch, at which the whole run of tests has to be over.
 * What can do less says then what it has left out. Unset, there is time for everything.
 */
export const TESTS_END_AT = 'LAB_TESTS_END_AT';
