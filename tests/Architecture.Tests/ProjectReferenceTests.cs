using System.Xml.Linq;

namespace Foldline.Architecture.Tests;

public sealed class ProjectReferenceTests
{
    private static readonly string[] ProductFolders = ["msa", "model", "activities", "workflows", "infra"];

    /// <summary>The table in ARCHITECTURE.md, row by row: folder, allowed references, allowed packages.</summary>
    private static IReadOnlyDictionary<string, (HashSet<string> References, HashSet<string> Packages)> Table()
    {
        var rows = new Dictionary<string, (HashSet<string>, HashSet<string>)>();
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "ARCHITECTURE.md")))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length < 6 || !cells[1].StartsWith('`')) continue;
            rows.Add(cells[1].Trim('`'), (Names(cells[3]), Names(cells[4])));
        }
        return rows;

        static HashSet<string> Names(string cell) =>
            [.. cell.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.Trim('`')).Where(name => name != "–")];
    }

    private static IEnumerable<(string Folder, XDocument Project)> Projects() =>
        from folder in ProductFolders
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories)
        select (Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!).Replace('\\', '/'), XDocument.Load(file));

    [Fact]
    public void Every_product_project_has_a_row_in_the_table_and_every_row_a_project() =>
        Projects().Select(project => project.Folder).Order().ShouldBe(Table().Keys.Order());

    [Fact]
    public void Projects_reference_only_what_the_table_allows()
    {
        var table = Table();
        var violations = from project in Projects()
                         from reference in project.Project.Descendants("ProjectReference")
                         let name = Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, project.Folder, Path.GetDirectoryName((string)reference.Attribute("Include")!)!)))
                         where !table[project.Folder].References.Contains(name)
                         select $"{project.Folder} -> {name}";
        violations.ShouldBeEmpty();
    }

    [Fact]
    public void Projects_use_only_the_packages_the_table_allows()
    {
        var table = Table();
        var violations = from project in Projects()
                         from package in project.Project.Descendants("PackageReference")
                         let name = (string)package.Attribute("Include")!
                         where !table[project.Folder].Packages.Contains(name)
                         select $"{project.Folder} -> {name}";
        violations.ShouldBeEmpty();
    }

    [Fact]
    public void The_search_and_the_model_know_nothing_of_clouds_schedulers_and_databases()
    {
        var violations = from project in Projects()
                         where project.Folder.StartsWith("msa/", StringComparison.Ordinal) || project.Folder.StartsWith("model/", StringComparison.Ordinal)
                         from package in project.Project.Descendants("PackageReference")
                         let name = (string)package.Attribute("Include")!
                         where name.StartsWith("Azure", StringComparison.Ordinal) || name.StartsWith("Quartz", StringComparison.Ordinal)
                               || name.Contains("AspNetCore", StringComparison.Ordinal) || name.Contains("EntityFramework", StringComparison.Ordinal)
                         select $"{project.Folder} -> {name}";
        violations.ShouldBeEmpty();
    }

    [Fact]
    public void Versions_stand_only_in_the_central_file() =>
        Projects().SelectMany(project => project.Project.Descendants("PackageReference")).Where(package => package.Attribute("Version") is not null).ShouldBeEmpty();
}
