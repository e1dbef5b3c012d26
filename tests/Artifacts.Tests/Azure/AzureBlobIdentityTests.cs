using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace Foldline.Artifacts.Tests;

public sealed class AzureBlobIdentityTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_opens_the_store_over_https()
    {
        using var folder = new TemporaryFolder();
        using var certificate = Certify(folder.Path);
        await using var server = await AzuriteServer.RequireAsync(
            folder.Path, "--oauth", "basic", "--cert", Path.Combine(folder.Path, "cert.pem"), "--key", Path.Combine(folder.Path, "key.pem"));
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.Thumbprint == certificate.Thumbprint,
        };
        var address = AzureBlobAddress.Parse($"{server.Url}/identity-test");

        AzureBlobArtifactStore Open(TokenCredential credential, string cache) => new(
            address, new AzureBlobOptions(Path.Combine(folder.Path, cache)) { GiveUpAfter = TimeSpan.Zero }, TimeProvider.System, options =>
            {
                options.Transport = new HttpClientTransport(handler);
                return new BlobContainerClient(new Uri($"{server.Url}/identity-test"), credential, options);
            });

        var artifact = await Open(new GivenToken(), "one").PutTextAsync("with an identity", "text/plain", Token);
        (await Open(new GivenToken(), "two").ReadTextAsync(artifact, Token)).ShouldBe("with an identity");
        var error = await Should.ThrowAsync<BlobRefusedException>(() => Open(new NoToken(), "three").ReadTextAsync(artifact, Token));
        error.Message.ShouldContain("az login");
        error.Message.ShouldContain("container 'identity-test'");
    }

    private static X509Certificate2 Certify(string folder)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        File.WriteAllText(Path.Combine(folder, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }

    /// <summary>A token in the form the service's identity provider gives; the test service looks at its claims.</summary>
    private sealed class GivenToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            var (now, end) = (DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddHours(1));
            var claims = new Dictionary<string, object>
            {
                ["aud"] = "https://storage.azure.com", ["iss"] = "https://sts.windows-ppe.net/00000000-0000-0000-0000-000000000000/",
                ["iat"] = now.ToUnixTimeSeconds(), ["nbf"] = now.ToUnixTimeSeconds(), ["exp"] = end.ToUnixTimeSeconds(),
            };
            return new AccessToken($"{Part(new { alg = "HS256", typ = "JWT" })}.{Part(claims)}.{Part("unsigned")}", end);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));

        private static string Part(object value) =>
            Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    private sealed class NoToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new CredentialUnavailableException("nobody is signed in");

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new CredentialUnavailableException("nobody is signed in");
    }
}
