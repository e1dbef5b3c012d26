using System.Diagnostics;

namespace Foldline.Cli.Tests.Acceptance;

/// <summary>A file system in memory that is full soon.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Mounts one; the test is reported as skipped, by name, where that is not allowed.</summary>
    public static SmallDisk Require(string path, int bytes)
    {
        Directory.CreateDirectory(path);
        if (!Run("mount", "-t", "tmpfs", "-o", $"size={bytes}", "foldline-test", path)) Assert.Skip("No small disk can be mounted here (it takes root); a full disk is not tried.");
        return new SmallDisk(path);
    }

    public void Grow(int bytes) => Run("mount", "-o", $"remount,size={bytes}", Path).ShouldBeTrue();

    public void Dispose() => Run("umount", "-l", Path);

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
