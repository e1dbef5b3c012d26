using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Foldline.Cli.Tests.Documents;

/// <summary>
/// What the documents tell a user to type is typed here: every <c>sh</c> block of a document, in order, in one empty folder. Blocks of kind <c>text</c> need what a
/// test machine lacks (a GPU, large databases, published weights) and are only checked for options that exist.
/// </summary>
public sealed partial class DocumentTests : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "documents", Guid.NewGuid().ToString("N")[..12])).FullName;

    public static TheoryData<string> Documents => [.. Files().Select(file => Path.GetRelativePath(Repository.Root, file))];

    // The server's guides and the cluster's are typed by their own tests, with a server, with PostgreSQL and a blob store.
    public static TheoryData<string> Guides =>
        [.. Files().Select(file => Path.GetRelativePath(Repository.Root, file)).Where(file => file is not ("docs/api.md" or "docs/serve.md" or "docs/cluster.md"))];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task Every_command_of_the_readme_works_as_it_is_written() => TypeAsync("README.md");

    [Theory, MemberData(nameof(Guides)), Trait("suite", "full")]
    public Task Every_command_of_a_document_works_as_it_is_written(string document) => TypeAsync(document);

    [Theory, MemberData(nameof(Documents))]
    public void Every_option_of_a_document_exists(string document)
    {
        var known = Options();
        foreach (var block in Blocks(document, "sh").Concat(Blocks(document, "text")).Concat(Blocks(document, "")))
            foreach (var line in block.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Where(line => line.TrimStart().StartsWith("./foldline ", StringComparison.Ordinal)))
                foreach (var option in Option().Matches(line.Split('#')[0]).Select(match => match.Groups[1].Value)) known.ShouldContain(option, $"{document}: {line}");
    }

    [Fact]
    public void Every_link_between_documents_leads_somewhere()
    {
        foreach (var file in Files())
            foreach (var link in Link().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value).Where(link => !link.Contains("://", StringComparison.Ordinal)))
                Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, link.Split('#')[0])).ShouldBeTrue($"{Path.GetFileName(file)} links to {link}");
    }

    private async Task TypeAsync(string document)
    {
        var blocks = Blocks(document, "sh");
        if (blocks.Count == 0) return;
        Prepare();
        var script = $"set -eu\n{string.Join('\n', blocks)}\n";
        var start = new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("FOLDLINE_DATA");
        using var process = Process.Start(start)!;
        var (output, messages) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        var said = $"{await output}\n{await messages}";
        process.ExitCode.ShouldBe(0, said);
        said.ShouldNotContain("   at ");
    }

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Prepend(Path.Combine(Repository.Root, "README.md")).Order(StringComparer.Ordinal);

    private static List<string> Blocks(string document, string kind) =>
        [.. Fence().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))).Where(match => match.Groups[1].Value == kind).Select(match => match.Groups[2].Value)];

    private static HashSet<string> Options()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "infra", "Cli"), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "infra", "Server"), "*.cs", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "infra", "Scheduling"), "*.cs", SearchOption.AllDirectories));
        return [.. sources.SelectMany(source => Option().Matches(File.ReadAllText(source)).Select(match => match.Groups[1].Value))];
    }

    // The user's folder looks like a clone: the command and what the documents point to.
    private void Prepare()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var command = Path.Combine(_folder, "foldline");
        File.WriteAllText(command, $"#!/bin/sh\nMALLOC_ARENA_MAX=1 exec dotnet '{Path.Combine(Repository.Root, "infra", "Cli", "bin", configuration, "net10.0", "foldline.dll")}' \"$@\"\n");
        File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var name in (string[])["docs", "tests", "model", "workflows"]) Directory.CreateSymbolicLink(Path.Combine(_folder, name), Path.Combine(Repository.Root, name));
    }

    [GeneratedRegex(@"^```(\w*)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Fence();

    [GeneratedRegex(@"(?<![\w-])(--[a-z][a-z-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Option();

    [GeneratedRegex(@"\]\(([^)\s]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
