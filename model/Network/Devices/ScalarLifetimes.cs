using System.Runtime.InteropServices;

namespace Foldline.Network.Devices;

/// <summary>
/// Keeps the numbers that TorchSharp passes to operators alive while they are read. TorchSharp makes a native scalar for each (the 1 of a sum, the 2 of a product), passes
/// its pointer and lets go of the object that owns it; a garbage collection during the call then frees the scalar under the operator, which ends in an odd exception
/// or a crash. So releasing one only puts it aside, and it is freed when no operator that began before can still be reading it.
/// </summary>
/// <remarks>
/// TorchSharp offers no way to do that, so the shim's function is redirected: its first instructions in memory become a jump. That is done for 64-bit x86 on Linux, and
/// where the system forbids it everything stays as it was.
/// </remarks>
internal static unsafe partial class ScalarLifetimes
{
    private const string Function = "THSTorch_dispose_scalar";
    private const long Patience = 5_000;                                       // ms; operators read their scalars in their first microseconds
    private const int Read = 1, Write = 2, Execute = 4;

    private static readonly Lock Gate = new();
    private static readonly Queue<(nint Scalar, long Since)> Aside = new();

    /// <summary>Redirects the function of a shim that has just been loaded, before anything uses it.</summary>
    public static void Keep(nint shim)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64) return;
        if (!NativeLibrary.TryGetExport(shim, Function, out nint entry)) return;
        ReadOnlySpan<byte> loadRax = [0x48, 0xB8], jumpRax = [0xFF, 0xE0];
        Span<byte> jump = stackalloc byte[loadRax.Length + sizeof(long) + jumpRax.Length];
        loadRax.CopyTo(jump);
        MemoryMarshal.Write(jump[loadRax.Length..], (long)(nint)(delegate* unmanaged<nint, void>)&PutAside);
        jumpRax.CopyTo(jump[^jumpRax.Length..]);
        nint page = Environment.SystemPageSize, first = entry / page * page;
        nuint length = (nuint)((entry + jump.Length + page - 1) / page * page - first);
        if (Protect(first, length, Read | Write | Execute) != 0) return;
        jump.CopyTo(new Span<byte>((void*)entry, jump.Length));
        _ = Protect(first, length, Read | Execute);
    }

    [UnmanagedCallersOnly]
    private static void PutAside(nint scalar)
    {
        long now = Environment.TickCount64;
        lock (Gate)
        {
            Aside.Enqueue((scalar, now));
            while (Aside.TryPeek(out var oldest) && now - oldest.Since > Patience) NativeMemory.Free((void*)Aside.Dequeue().Scalar);   // plain numbers: they own nothing
        }
    }

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);
}
