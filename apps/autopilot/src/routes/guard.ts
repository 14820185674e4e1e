/** The guard of the platform under the name that the routes of this app know it by. */
export { guardRoutes as requireToken } from '@lab/service';
