using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace Foldline.Network.Profiling;

/// <summary>
/// Chooses who multiplies matrices of single precision on the CPU: MKL (libtorch's "highest" precision) or oneDNN ("medium"). Where the processor has bf16 tile units
/// "medium" really rounds to bf16, so <see cref="OneDnnKeepsSinglePrecision"/> measures before anybody relies on it.
/// </summary>
public static unsafe class MatmulPrecision
{
    /// <summary>The relative error of a product above which it no longer counts as single precision; bf16 rounding gives 2e-3.</summary>
    public const double SinglePrecisionError = 5e-6;

    private static readonly nint Context = NativeTorch.Find("_ZN2at13globalContextEv");
    private static readonly nint Setter = NativeTorch.Find("_ZN2at7Context25setFloat32MatmulPrecisionERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE");
    private static readonly nint Highest = Text("highest"), Medium = Text("medium");
    private static readonly Lazy<bool> Keeps = new(Measure);

    /// <summary>Whether this libtorch lets the choice be made.</summary>
    public static bool Supported => Context != 0 && Setter != 0;

    /// <summary>Whether oneDNN's products on this processor are exact to single precision; measured once.</summary>
    public static bool OneDnnKeepsSinglePrecision => Keeps.Value;

    /// <summary>Whether oneDNN is the present choice.</summary>
    public static bool UsesOneDnn { get; private set; }

    /// <summary>Makes the choice for the products that follow, on every thread.</summary>
    public static void Use(bool oneDnn)
    {
        if (!Supported || oneDnn == UsesOneDnn) return;
        nint context = ((delegate* unmanaged<nint>)Context)();
        ((delegate* unmanaged<nint, nint, void>)Setter)(context, oneDnn ? Medium : Highest);
        UsesOneDnn = oneDnn;
    }

    private static bool Measure()
    {
        if (!Supported) return false;
        bool before = UsesOneDnn;
        try
        {
            using var scope = NewDisposeScope();
            using var mode = no_grad();
            const int size = 256;
            using var generator = new Generator(7, CPU);
            var a = randn(size, size, generator: generator);
            var b = randn(size, size, generator: generator);
            var exact = matmul(a.to(float64), b.to(float64));
            Use(oneDnn: true);
            var product = matmul(a, b).to(float64);
            return ((product - exact).norm() / exact.norm()).item<double>() < SinglePrecisionError;
        }
        finally
        {
            Use(before);
        }
    }

    /// <summary>A std::string of the libstdc++ layout (pointer, length, 16 bytes in place), never freed.</summary>
    private static nint Text(string text)
    {
        const int inPlace = 16;
        byte* memory = (byte*)NativeMemory.AllocZeroed(2 * (nuint)sizeof(nint) + inPlace);
        byte* characters = memory + (2 * sizeof(nint));
        ((nint*)memory)[0] = (nint)characters;
        ((nint*)memory)[1] = Encoding.ASCII.GetBytes(text, new Span<byte>(characters, inPlace));
        return (nint)memory;
    }
}
