namespace Foldline.Cli.Tests.Acceptance;

/// <summary>Short sequences to fold; two of them are the same.</summary>
internal static class Proteins
{
    public const string Cage = "NLYIQWLKDGGPSSGRPPPS";
    public const string Bad = "MKTAYIAKWWWWWWWWFVKSHFSRQ";

    /// <summary>Six targets, one of them a complex, and two with the same sequence.</summary>
    public const string Batch =
        $">cage\n{Cage}\n>dimer\n{Cage}:MKTAYIAKQRQISFVKSHFSRQ\n>same\n{Cage}\n>villin\nLSDEDFKAVFGMTRSAFANLPLWKQQNLKKEKGLF\n>zinc\nKPYQCPECGKAFSQSSNLQKHQRTH\n>helix\nAEAAAKEAAAKEAAAKA\n";

    public static readonly string[] Names = ["cage", "dimer", "same", "villin", "zinc", "helix"];
}
