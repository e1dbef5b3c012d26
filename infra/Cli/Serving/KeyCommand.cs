using System.CommandLine;
using Foldline.Cli.Terminal;
using Foldline.Persistence.Access;
using Foldline.Sequences;
using Foldline.Server.Access;

namespace Foldline.Cli.Serving;

/// <summary>
/// <c>foldline serve key</c>: keys of any project, for whoever may read the database. Keys made over HTTP belong to the project of the key that made them; a new
/// project begins here.
/// </summary>
internal static class KeyCommand
{
    public static Command Create(Screen screen, TimeProvider time, ServeOptions options)
    {
        var command = new Command("key", "Makes, lists and revokes API keys of any project.");
        command.Subcommands.Add(CreateKey(screen, time, options));
        command.Subcommands.Add(List(screen, time, options));
        command.Subcommands.Add(Revoke(screen, time, options));
        return command;
    }

    private static Command CreateKey(Screen screen, TimeProvider time, ServeOptions options)
    {
        var project = new Option<string>("--project") { Description = "The project it belongs to; made by its first key.", HelpName = "NAME", Required = true };
        var scope = new Option<string>("--scope") { Description = "read, submit or admin.", HelpName = "SCOPE", DefaultValueFactory = _ => Scopes.Submit };
        var name = new Option<string?>("--name") { Description = "What to call it; default: the scope.", HelpName = "NAME" };
        var command = new Command("create", "Makes a key and prints it, this once.") { project, scope, name };
        command.SetAction(async (line, cancellationToken) =>
        {
            var keys = await OpenAsync(options, line, time, cancellationToken);
            var wanted = Scopes.Parse(line.GetValue(scope));
            var made = await keys.CreateAsync(line.GetValue(name) ?? Scopes.Name(wanted), line.GetValue(project)!, wanted, null, cancellationToken);
            screen.Line(made.Text);
            screen.Say($"Key {made.Key.Id} of project {made.Key.Project} with scope {Scopes.Name(wanted)}. It is kept nowhere; copy it now.");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command List(Screen screen, TimeProvider time, ServeOptions options)
    {
        var command = new Command("list", "Lists the keys of all projects, as JSON lines.");
        command.SetAction(async (line, cancellationToken) =>
        {
            var keys = await OpenAsync(options, line, time, cancellationToken);
            foreach (var key in await keys.ListAsync(null, cancellationToken))
                screen.JsonLine(new { key.Id, key.Project, key.Name, Scope = Scopes.Name(key.Scope), Good = key.IsGood(time.GetUtcNow()), key.CreatedAt, key.LastUsedAt });
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Revoke(Screen screen, TimeProvider time, ServeOptions options)
    {
        var id = new Argument<string>("ID") { Description = "The public part of the key, as 'list' shows it." };
        var command = new Command("revoke", "Ends a key within seconds, also at a server that runs.") { id };
        command.SetAction(async (line, cancellationToken) =>
        {
            var keys = await OpenAsync(options, line, time, cancellationToken);
            var wanted = line.GetValue(id)!;
            var found = (await keys.ListAsync(null, cancellationToken)).FirstOrDefault(key => key.Id == wanted)
                ?? throw new InputException($"There is no key {wanted}; see 'foldline serve key list'.");
            await keys.RevokeAsync(found.Project, found.Id, cancellationToken);
            screen.Say($"Key {found.Id} of project {found.Project} is revoked.");
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<ApiKeys> OpenAsync(ServeOptions options, ParseResult line, TimeProvider time, CancellationToken cancellationToken) =>
        new(new KeyStore(await AccessDatabase.OpenAsync(options.Place(line).Database, cancellationToken)), time);
}
