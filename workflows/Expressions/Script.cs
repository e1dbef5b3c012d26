using System.Globalization;
using System.Text.Json.Nodes;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace Foldline.Workflows;

/// <summary>One JavaScript expression in a sandbox of its own: values in, a value out, bounded in time, memory, depth and length.</summary>
internal sealed class Script(ScriptLimits limits)
{
    private const int LongestSource = 20_000;
    /// <summary>Deep enough for expressions; unwinding a deeper stack would take longer than a script may run.</summary>
    private const int StackBytes = 2 << 20;

    /// <summary>What could take much memory in one step, and what expressions have no use for.</summary>
    private static readonly string[] Withheld =
    [
        "ArrayBuffer", "SharedArrayBuffer", "DataView", "Atomics", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array",
            "Uint32Array",
        "Float16Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array", "WeakRef", "FinalizationRegistry", "ShadowRealm", "Promise",
            "Intl", "Temporal",
    ];

    /// <summary>Refuses text methods that would make a huge text in one step, where the memory limit cannot look.</summary>
    private static readonly Prepared<Acornima.Ast.Script> Prelude = Engine.PrepareScript("""
        (function (most) {
          const bound = function (name, lengthOf) {
            const original = String.prototype[name];
            Object.defineProperty(String.prototype, name, { value: function (count, fill) {
              if (lengthOf(String(this), Number(count)) > most) throw new RangeError('a text longer than ' + most + ' characters is not made here');
              return name === 'repeat' ? original.call(this, count) : original.call(this, count, fill);
            } });
          };
          bound('repeat', function (text, count) { return text.length * count; });
          bound('padStart', function (text, length) { return length; });
          bound('padEnd', function (text, length) { return length; });
        })($most);
        """, strict: true);

    /// <summary>
    /// Runs a script; its last expression is the value. It runs on a thread of its own with a deep stack, so that deep data of a script cannot end the
    /// process.
    /// </summary>
    /// <exception cref="ExpressionException">It is wrong, or wants more than the limits allow.</exception>
    public JsonNode? Evaluate(string source, ExpressionScope scope, string where)
    {
        if (source.Length > LongestSource) throw new ExpressionException($"{where} holds a script of {source.Length} characters; {LongestSource} are allowed.");
        JsonNode? value = null;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                value = Run(source, scope);
            }
            catch (Exception error)
            {
                failure = error;
            }
        }, StackBytes) { IsBackground = true, Name = "script" };
        thread.Start();
        thread.Join();
        return failure is null ? value : throw new ExpressionException($"{where}: the script {Explain(failure)}", failure);
    }

    private JsonNode? Run(string source, ExpressionScope scope)
    {
        using var engine = new Engine(Configure);
        Offer(engine, scope);
        return new ScriptValues(limits).ToJson(engine.Evaluate(source));
    }

    /// <summary>Why a script cannot be read, or <c>null</c> where it can.</summary>
    public static string? SyntaxProblem(JsonNode? source)
    {
        if (source is not JsonValue text || !text.TryGetValue<string>(out var script)) return "a JavaScript expression is text.";
        if (script.Length > LongestSource) return $"a script of {script.Length} characters is longer than the {LongestSource} allowed.";
        try
        {
            Engine.PrepareScript(script, strict: true);
            return null;
        }
        catch (Exception error)
        {
            return $"the script cannot be read: {error.Message}";
        }
    }

    private string Explain(Exception error) => error switch
    {
        ExpressionException => error.Message,
        TimeoutException or ExecutionCanceledException => $"ran longer than {limits.Time.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s.",
        MemoryLimitExceededException or OutOfMemoryException => $"wanted more than {limits.Memory >> 20} MB of memory.",
        RecursionDepthOverflowException or InsufficientExecutionStackException => $"called itself more than {limits.Recursion} times deep.",
        JavaScriptException script => $"failed at line {script.Location.Start.Line}: {script.Message}",
        _ => $"failed: {error.Message}",
    };

    private void Configure(Options options)
    {
        options.Strict().LimitMemory(limits.Memory).TimeoutInterval(limits.Time).LimitRecursion(limits.Recursion).DisableStringCompilation();
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.MaxArraySize = limits.ArrayLength;
        options.Constraints.RegexTimeout = limits.Time;
        options.Constraints.PromiseTimeout = limits.Time;
        options.Interop.Enabled = false;
        options.Culture = CultureInfo.InvariantCulture;
        options.TimeZone = TimeZoneInfo.Utc;
    }

    private void Offer(Engine engine, ExpressionScope scope)
    {
        foreach (var name in Withheld) engine.Global.Delete(name);
        engine.SetValue("$most", limits.TextLength).Execute(Prelude);
        engine.Global.Delete("$most");

        var values = new ScriptValues(limits);
        engine.Global.Get("JSON").AsObject().Set("stringify", new ClrFunction(engine, "stringify", (_, arguments) =>
            values.ToJson(arguments.Length > 0 ? arguments[0] : JsValue.Undefined) is { } json ? new JsString(json.ToJsonString()) : JsValue.Undefined));

        var inputs = scope.Inputs.ToDictionary(input => input.Key, input => input.Value);
        var variables = new Dictionary<string, JsonNode?>();
        foreach (var variable in scope.Variables) variables.TryAdd(variable.Definition.Name, variable.Value);

        var all = new JsObject(engine);
        foreach (var (name, value) in variables) all.Set(name, ToScript(engine, value));
        engine.SetValue("variables", (JsValue)all);
        Function(engine, "getInput", arguments => ToScript(engine, inputs.GetValueOrDefault(Name(arguments))));
        Function(engine, "getVariable", arguments => ToScript(engine, variables.GetValueOrDefault(Name(arguments))));
        Function(engine, "getWorkflowInstanceId", _ => new JsString(scope.InstanceId));
        Function(engine, "getCorrelationId", _ => new JsString(scope.InstanceId));
        foreach (var (name, value) in inputs.Concat(variables).Concat(scope.Ambient))
            if (name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
                Function(engine, "get" + char.ToUpperInvariant(name[0]) + name[1..], _ => ToScript(engine, value));

        static string Name(JsValue[] arguments) => arguments.Length > 0 ? TypeConverter.ToString(arguments[0]) : "";
    }

    private static void Function(Engine engine, string name, Func<JsValue[], JsValue> body) =>
        engine.SetValue(name, (JsValue)new ClrFunction(engine, name, (_, arguments) => body(arguments)));

    private static JsValue ToScript(Engine engine, JsonNode? value) => value is null ? JsValue.Null : new JsonParser(engine).Parse(value.ToJsonString());
}
