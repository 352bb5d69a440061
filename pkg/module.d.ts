/**
 * What the module exports to its host. Types only.
 *
 * Used by `core` and `memory`.
 */
export interface Exports {
    readonly memory: WebAssembly.Memory;
    readonly __stack_pointer?: WebAssembly.Global<'i32'>;
    /** Registers the application; missing where the module has none. */
    whippet_install?(): void;
    whippet_open(id: number): number;
    whippet_head(bytes: number): number;
    whippet_start(id: number, bytes: number): number;
    whippet_body(bytes: number): number;
    whippet_resume(id: number): number;
    whippet_refuse(id: number, reason: number): number;
    whippet_poll(id: number): number;
    whippet_cancel(id: number): number;
    whippet_fire(timer: number): number;
    whippet_outbox(): number;
    whippet_release(): number;
}
