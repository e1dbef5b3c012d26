using System.Text.Json.Nodes;
using Foldline.Cli.Terminal;
using Spectre.Console;

namespace Foldline.Cli.Tests.Workflows;

public sealed class WorkflowCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("foldline-workflow-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int Code, string Output, string Messages)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var messages = new StringWriter();
        var screen = new Screen(Console(output), Console(messages));
        var code = await Program.RunAsync(["workflow", .. arguments, "--data", Path.Combine(_folder, "data")], screen);
        return (code, output.ToString(), messages.ToString());

        static IAnsiConsole Console(TextWriter writer) =>
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Interactive = InteractionSupport.No, Ansi = AnsiSupport.No });
    }

    private string File(string name, Action<JsonObject> edit)
    {
        var json = Foldline.Workflows.BuiltInDefinitions.Load("fold").ToJson();
        edit(json);
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, json.ToJsonString());
        return path;
    }

    [Fact]
    public async Task Looking_needs_no_data_folder_and_makes_none()
    {
        (await RunAsync("list")).Output.ShouldContain("Foldline.SearchAlignments");
        (await RunAsync("export", "fold")).Output.ShouldContain("\"definitionId\": \"fold\"");
        (await RunAsync("validate", "fold")).Code.ShouldBe(0);
        Directory.Exists(Path.Combine(_folder, "data")).ShouldBeFalse();
        (await RunAsync("export", "unfold")).Code.ShouldBe(ExitCode.BadInput);
        (await RunAsync("validate", "unfold")).Code.ShouldBe(ExitCode.BadInput);
    }

    [Fact]
    public async Task An_edited_built_in_definition_is_imported_published_and_exported_with_its_history()
    {
        var edited = File("edited.json", json => json["customProperties"]!["defaults"]!["Seeds"] = new JsonArray(1, 2, 3));
        var draft = await RunAsync("import", edited);
        draft.Output.Trim().ShouldBe("fold v2 draft");
        JsonNode.Parse((await RunAsync("export", "fold")).Output)!["version"]!.GetValue<int>().ShouldBe(1);
        (await RunAsync("import", edited, "--publish")).Output.Trim().ShouldBe("fold v2 published");
        var exported = JsonNode.Parse((await RunAsync("export", "fold")).Output)!;
        exported["version"]!.GetValue<int>().ShouldBe(2);
        exported["customProperties"]!["defaults"]!["Seeds"]!.AsArray().Count.ShouldBe(3);
        exported["$schema"]!.GetValue<string>().ShouldContain("elsaworkflows.io");
        JsonNode.Parse((await RunAsync("export", "fold", "--version", "1")).Output)!["isPublished"]!.GetValue<bool>().ShouldBeFalse();
        (await RunAsync("list")).Output.ShouldContain("v2    published");
        (await RunAsync("export", "fold", "--version", "9")).Messages.ShouldContain("no version 9");
    }

    [Fact]
    public async Task What_must_not_run_is_named_kept_as_a_draft_and_not_published()
    {
        var faulty = File("faulty.json", json =>
        {
            json["definitionId"] = "mine";
            json["root"]!["activities"]![0]!["type"] = "Acme.Search";
        });
        (await RunAsync("validate", faulty)).Output.ShouldContain("search (Acme.Search) is of a type that does not run here");
        var refused = await RunAsync("import", faulty, "--publish");
        refused.Code.ShouldBe(ExitCode.BadInput);
        refused.Messages.ShouldContain("kept as a draft");
        (await RunAsync("list")).Output.ShouldContain("mine");
        (await RunAsync("import", Path.Combine(_folder, "absent.json"))).Code.ShouldBe(ExitCode.BadInput);
    }
}
