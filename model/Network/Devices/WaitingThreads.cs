using System.Runtime.InteropServices;

namespace Foldline.Network.Devices;

/// <summary>
/// How long a thread of libgomp, which splits libtorch's operators, waits busily for its next piece: by default 300,000 rounds, about a millisecond, for which it keeps a
/// core from the threads that blocks of work are shared among (<see cref="Fast.WorkerTeam"/>). Two thirds of a diffusion step on two cores went into that.
/// </summary>
internal static partial class WaitingThreads
{
    private const string Policy = "OMP_WAIT_POLICY", Rounds = "GOMP_SPINCOUNT", FewRounds = "1000";

    /// <summary>Lets them sleep soon, unless the user's environment says otherwise. Must come before libgomp is loaded, which reads the environment of the C library.</summary>
    public static void Shorten()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(Policy) is not null) return;
        Set(Rounds, FewRounds, overwrite: 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(string name, string value, int overwrite);
}
