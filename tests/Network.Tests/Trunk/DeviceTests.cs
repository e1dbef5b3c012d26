using Foldline.Network.Devices;
using Foldline.Sequences;
using TorchSharp;

namespace Foldline.Network.Tests.Trunk;

public sealed class DeviceTests
{
    [Theory]
    [InlineData("cpu", DeviceKind.Cpu, 0)]
    [InlineData(" CUDA ", DeviceKind.Cuda, 0)]
    [InlineData("cuda:3", DeviceKind.Cuda, 3)]
    [InlineData("npu:1", DeviceKind.Npu, 1)]
    public void A_device_name_is_read(string text, DeviceKind kind, int index) => DeviceSpec.Parse(text).ShouldBe(new DeviceSpec(kind, index));

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:x")]
    [InlineData("cuda:1:2")]
    [InlineData("cpu:0")]
    public void Anything_else_is_refused_with_the_names_that_work(string text) =>
        Should.Throw<InputException>(() => DeviceSpec.Parse(text)).Message.ShouldContain("cuda:N");

    [Fact]
    public void A_device_that_is_absent_says_so_and_what_to_do()
    {
        if (!torch.cuda.is_available()) Should.Throw<InputException>(() => DeviceSpec.Parse("cuda").Open()).Message.ShouldContain("--device cpu");
        else Should.Throw<InputException>(() => DeviceSpec.Parse("cuda:4096").Open()).Message.ShouldContain("4096");
        Should.Throw<InputException>(() => DeviceSpec.Parse("npu").Open()).Message.ShouldContain(TorchRuntime.FolderVariable);
    }

    [Fact]
    public void The_processor_opens() => DeviceSpec.Parse("cpu").Open().type.ShouldBe(DeviceType.CPU);
}
