using System.Diagnostics;
using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows.Tests;

public sealed class ScriptTests
{
    private static readonly ScriptLimits Limits = new() { Time = TimeSpan.FromMilliseconds(500) };

    private static JsonNode? Evaluate(string script) => new Script(Limits).Evaluate(script, new ExpressionScope
    {
        Inputs = new Dictionary<string, JsonNode?> { ["Name"] = "1AKI", ["Seeds"] = new JsonArray(1, 2) },
        Variables = [new ScopedVariable(new VariableDefinition("v", "Found", new PortType("Object"), null), new JsonObject { ["rows"] = 12 })],
        InstanceId = "target",
    }, "node (Type), input text");

    [Theory]
    [InlineData("1 + 2", "3")]
    [InlineData("`fold ${getName()}`", "\"fold 1AKI\"")]
    [InlineData("getInput('Seeds').map(s => s * 10)", "[10,20]")]
    [InlineData("getVariable('Found').rows", "12")]
    [InlineData("variables.Found.rows > 10", "true")]
    [InlineData("getFound().rows", "12")]
    [InlineData("({ a: [1, { b: null }] })", "{\"a\":[1,{\"b\":null}]}")]
    [InlineData("getWorkflowInstanceId()", "\"target\"")]
    [InlineData("JSON.stringify({ a: [1, 'x'] })", "\"{\\u0022a\\u0022:[1,\\u0022x\\u0022]}\"")]
    [InlineData("1.5 + 1", "2.5")]
    [InlineData("new Date(0)", "\"1970-01-01T00:00:00.0000000Z\"")]
    [InlineData("'ab'.repeat(2) + 'x'.padStart(3, '-')", "\"abab--x\"")]
    public void Scripts_compute_values(string script, string expected) => Evaluate(script)!.ToJsonString().ShouldBe(expected);

    [Theory]
    [InlineData("undefined")]
    [InlineData("null")]
    [InlineData("getInput('absent')")]
    [InlineData("(function () {})")]
    public void What_has_no_value_is_unset(string script) => Evaluate(script).ShouldBeNull();

    [Theory]
    [InlineData("while (true) {}")]
    [InlineData("for (;;) { [1].map(x => x) }")]
    [InlineData("const f = () => f(); f()")]
    [InlineData("(function g(n) { return g(n + 1) + g(n) })(0)")]
    [InlineData("let a = []; while (true) a.push(new Array(1000).fill('xxxxxxxxxxxxxxxx'))")]
    [InlineData("let s = 'x'; while (true) s += s")]
    [InlineData("let s = 'x'; for (let i = 0; i < 40; i++) s += s; s.length + s.charCodeAt(5)")]
    [InlineData("'x'.repeat(2 ** 30)")]
    [InlineData("'x'.padEnd(2 ** 30)")]
    [InlineData("Array(2 ** 31).fill(0)")]
    [InlineData("new Array(1e9).join('x')")]
    [InlineData("Array.from({ length: 1e9 }, (_, i) => i)")]
    [InlineData("new ArrayBuffer(2 ** 31)")]
    [InlineData("new Float64Array(2 ** 28)")]
    [InlineData("/(a+)+$/.test('a'.repeat(40) + 'b')")]
    [InlineData("'x'.repeat(4000000).split('').map(c => c + c).join('').replaceAll('x', 'yyyyyyyy')")]
    [InlineData("let o = {}; o.self = o; o")]
    [InlineData("let o = {}; let p = o; for (let i = 0; i < 100000; i++) { p.a = {}; p = p.a } o")]
    [InlineData("let a = []; for (let i = 0; i < 100000; i++) a = [a]; String(a)")]
    [InlineData("let a = []; for (let i = 0; i < 100000; i++) a = [a]; JSON.stringify(a)")]
    [InlineData("let a = []; for (let i = 0; i < 100000; i++) a = [a]; a.flat(Infinity)[0].x.y")]
    [InlineData("let f = () => 1; for (let i = 0; i < 100000; i++) f = f.bind(null); f(); f")]
    [InlineData("let p = {}; for (let i = 0; i < 50000; i++) p = new Proxy(p, {}); p.x.y")]
    [InlineData("let p = {}; for (let i = 0; i < 50000; i++) p = Object.create(p); p.x.y")]
    [InlineData("let o = { get a() { return o; } }; o")]
    [InlineData("let o = { toJSON() { while (true) {} }, get a() { while (true) {} } }; o")]
    [InlineData("structuredClone({})")]
    [InlineData("BigInt(2) ** BigInt(2) ** BigInt(40)")]
    [InlineData("JSON.parse('['.repeat(1000000))")]
    [InlineData("eval('1')")]
    [InlineData("new Function('return 1')()")]
    [InlineData("(() => {}).constructor('return 1')()")]
    [InlineData("System.IO.File.ReadAllText('/etc/passwd')")]
    [InlineData("importNamespace('System')")]
    [InlineData("getInput.constructor('return this')()")]
    [InlineData("require('fs')")]
    [InlineData("throw new Error('no')")]
    public void Scripts_that_loop_allocate_recurse_or_reach_out_end_in_a_sentence(string script)
    {
        var clock = Stopwatch.StartNew();
        var before = GC.GetTotalAllocatedBytes();
        var error = Should.Throw<ExpressionException>(() => Evaluate(script));
        error.Message.ShouldStartWith("node (Type), input text: the script ");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(800L << 20);
    }

    [Fact]
    public void Deep_nesting_in_the_source_does_not_end_the_process()
    {
        Script.SyntaxProblem(new string('(', 19_000)).ShouldNotBeNull();
        Script.SyntaxProblem(new string('[', 9_000) + new string(']', 9_000)).ShouldBe(Script.SyntaxProblem(new string('[', 9_000) + new string(']', 9_000)));
        Should.Throw<ExpressionException>(() => Evaluate(new string('(', 19_000)));
    }

    [Fact]
    public void One_script_leaves_nothing_to_the_next()
    {
        Evaluate("globalThis.kept = 1; Array.prototype.map = null; kept")!.ToJsonString().ShouldBe("1");
        Evaluate("typeof kept + [1].map(x => x)")!.ToJsonString().ShouldBe("\"undefined1\"");
    }
}
