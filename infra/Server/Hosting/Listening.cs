using System.Net;
using System.Security.Cryptography.X509Certificates;
using Foldline.Sequences;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Foldline.Server.Hosting;

/// <summary>Where the server listens, and Kestrel's limits.</summary>
internal static class Listening
{
    public static void Check(ServerOptions options)
    {
        if (!options.Url.IsAbsoluteUri || options.Url.Scheme is not ("http" or "https") || options.Url.AbsolutePath != "/")
            throw new InputException($"--url {options.Url}: give http://HOST:PORT or https://HOST:PORT.");
        if (options.Url.Scheme == "https" && options.Certificate is null)
            throw new InputException("--url with https needs --certificate FILE, a .pfx or .pem that holds the certificate and its key.");
        if (options.Url.Scheme == "http" && !IsLocal(options.Url) && !options.AllowRemoteHttp)
            throw new InputException($"--url {options.Url} would send keys over the network in the clear. Use https with --certificate FILE, listen on 127.0.0.1 behind a proxy, "
                + "or say --allow-remote-http if this network is yours alone.");
    }

    public static void Configure(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = options.LargestBody;
        limits.MaxRequestHeadersTotalSize = 32 << 10;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestLineSize = 8 << 10;
        limits.MaxConcurrentConnections = 1000;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        limits.MinRequestBodyDataRate = new MinDataRate(100, TimeSpan.FromSeconds(10));
        if (IPAddress.TryParse(options.Url.Host.Trim('[', ']'), out var address)) kestrel.Listen(address, options.Url.Port, Secure);
        else if (options.Url.Host == "localhost") Localhost();
        else kestrel.ListenAnyIP(options.Url.Port, Secure);

        void Localhost()
        {
            if (options.Url.Port == 0) kestrel.Listen(IPAddress.Loopback, 0, Secure);
            else kestrel.ListenLocalhost(options.Url.Port, Secure);
        }

        void Secure(ListenOptions listen)
        {
            if (options.Url.Scheme == "https") listen.UseHttps(Certificate(options.Certificate!));
        }
    }

    /// <summary>The names under which a browser may ask: a server on loopback answers to loopback's only, so that no other site's name can be pointed at it.</summary>
    public static string[] Hosts(ServerOptions options) => IsLocal(options.Url) ? ["127.0.0.1", "localhost", "[::1]", options.Url.Host] : ["*"];

    private static bool IsLocal(Uri url) => url.Host == "localhost" || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static X509Certificate2 Certificate(string file)
    {
        try
        {
            return file.EndsWith(".pem", StringComparison.OrdinalIgnoreCase)
                ? X509CertificateLoader.LoadPkcs12(X509Certificate2.CreateFromPemFile(file, file).Export(X509ContentType.Pkcs12), null)
                : X509CertificateLoader.LoadPkcs12FromFile(file, null);
        }
        catch (Exception fault) when (fault is System.Security.Cryptography.CryptographicException or IOException)
        {
            throw new InputException($"--certificate {file}: {fault.Message}", fault);
        }
    }
}
