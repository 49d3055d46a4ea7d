# Two stages: the SDK builds, a base without shell or package manager runs.
#
#   docker build -t scim-gateway .
#   docker run --rm -p 8080:8080 scim-gateway demo          # simulated targets, no config; it prints commands to try
#   docker run -p 8080:8080 --read-only \
#     -v ./gateway.yaml:/app/gateway.yaml:ro -v ./mappings:/app/mappings:ro -v scim-data:/app/data \
#     -e OKTA_TOKEN -e PEAKON_TOKEN scim-gateway
#
# In a container gateway.yaml must listen on all addresses, "listen: http://0.0.0.0:8080", say a publicUrl, and hold no literal
# token. It must be mounted as /app/gateway.yaml, where the health check looks for the port. The shipped mappings are in the image:
# "mapping: /opt/scim-gateway/mappings/peakon" needs no second mount.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
# A locked restore: what was tested is what is shipped.
ENV CI=true DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
# The demo, which is published beside the binary.
COPY gateway.yaml ./
COPY mappings/ mappings/
COPY src/ src/
# For the one platform of this image, compiled ahead of time. BuildKit says which (amd64, arm64).
ARG TARGETARCH
RUN dotnet publish src/ScimGateway/ScimGateway.csproj --configuration Release --arch ${TARGETARCH:-amd64} --no-self-contained --output /published \
 && mkdir /data

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled AS final
# The base's own user; the number, so that "runAsNonRoot" can be checked without reading /etc/passwd.
USER 1654:1654
COPY --from=build /published /opt/scim-gateway/
COPY --from=build --chown=1654:1654 /data /app/data/
WORKDIR /app
# The base image sets a port of its own; ours stands in gateway.yaml and nowhere else.
# The diagnostics socket needs a writable /tmp, which a read-only container lacks.
ENV ASPNETCORE_HTTP_PORTS="" DOTNET_EnableDiagnostics=0
EXPOSE 8080
VOLUME /app/data
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["dotnet", "/opt/scim-gateway/scim-gateway.dll", "health"]
ENTRYPOINT ["dotnet", "/opt/scim-gateway/scim-gateway.dll"]
CMD ["/app/gateway.yaml"]
